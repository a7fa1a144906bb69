import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CircleCiIssuer, startCircleCiIssuer } from '../support/circleci-issuer.ts';
import { type OpenBaoServer, startOpenBao } from '../support/openbao/server.ts';
import { contextId, definitionId, ownAudience } from '../support/role-fixtures.ts';
import { runCli } from '../support/run-cli.ts';
import { runDoctor } from '../support/run-doctor.ts';

let server: OpenBaoServer;
let issuer: CircleCiIssuer;
beforeAll(async () => {
  [server, issuer] = await Promise.all([startOpenBao(), startCircleCiIssuer()]);
});
afterAll(() => Promise.all([server.stop(), issuer.stop()]));

const narrow = [
  ...['--vcs-ref', 'main', '--vcs-origin', 'github.com/acme/app'],
  ...['--context', contextId, '--pipeline-definition', definitionId],
  ...['--audience', ownAudience],
];

describe('a doctor passes the role that setup makes', () => {
  it.each([
    ['plain', [], ['WARN AUDIENCE_SHARED', 'WARN CONTEXT_UNBOUND', 'WARN REF_UNBOUND']],
    ['narrow', narrow, []],
    [
      'patterns',
      ['--vcs-ref', 'release/*', '--allow-ssh-reruns'],
      ['WARN AUDIENCE_SHARED', 'WARN CONTEXT_UNBOUND', 'WARN SSH_RERUN_ALLOWED'],
    ],
  ])('%s', async (role, options, findings) => {
    const ids = [
      ...['--organization-id', issuer.organizationId, '--project-id', issuer.projectId],
      ...['--issuer', issuer.issuer],
    ];
    const place = ['--role', role, '--read', 'secret/app/db'];
    const { status } = await runCli(['setup', ...ids, ...place, ...options, '--apply'], {
      environment: { VAULT_ADDR: server.address, VAULT_TOKEN: server.rootToken },
      canaries: [server.rootToken],
    });
    expect(status).toBe(0);
    const jwt = await issuer.sign({
      audience: options.includes(ownAudience) ? ownAudience : issuer.organizationId,
      claims: {
        'context-ids': [contextId],
        'pipeline-definition-id': definitionId,
        ...(role === 'patterns' ? { 'vcs-ref': 'refs/heads/release/1' } : {}),
      },
    });
    const told = await runDoctor({ server, jwt, args: ['--role', role, ...ids] });
    expect(told.status).toBe(0);
    expect(told.list(`role "${role}"`)).toEqual(findings);
    // Changed by hand, it would be set back by the next setup.
    const warned = told.findings.filter(({ level }) => level === 'WARN');
    for (const { next } of warned) {
      expect(next[0]).toMatch(/^where setup made the role: vault-oidc setup … (without )?--/);
    }
    expect(told.list('auth/jwt')).toEqual([]);
    expect(told.list(`policy "${role}"`)).toEqual([]);
    expect(told.admissions[0]?.isAdmitted).toBe(true);
  });
});
