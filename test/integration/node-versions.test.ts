import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure } from '../support/expect-failure.ts';
import { findNode, nodeFetchMs, nodeVersions } from '../support/node-binaries.ts';
import { linkPrograms, type ProgramDirectory } from '../support/program-directory.ts';
import { createTlsAuthority, type TlsAuthority } from '../support/tls-authority.ts';
import { startTlsFront, type TlsFront } from '../support/tls-front.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

const value = 'lisan-al-gaib $(touch PWNED) "\'`\\ é\u{1f512}\n';

let jobs: VaultJobs;
let authority: TlsAuthority;
let front: TlsFront;
let programs: ProgramDirectory;
beforeAll(async () => {
  programs = linkPrograms(['bash', 'sh', 'cat', 'mkdir', 'ln', 'rm']);
  jobs = await startVaultJobs();
  authority = createTlsAuthority();
  const { certificate: cert, key } = authority.issue();
  front = await startTlsFront(jobs.server.address, { cert, key });
  await jobs.server.write('secret/data/app', { data: { key: value, count: 12 } });
});
afterAll(async () => {
  programs[Symbol.dispose]();
  await front.stop();
  await jobs.stop();
});

describe.each(nodeVersions)('Node %s', (version) => {
  let standIns: Record<string, string>;
  beforeAll(() => {
    standIns = { node: `#!/bin/sh\nexec '${findNode(version)}' "$@"\n` };
  }, nodeFetchMs + 60_000);

  const load = () =>
    loadSecrets('secret/app key | APP_KEY; secret/app count | APP_COUNT', {
      ca_certificate: authority.certificate,
    });

  it('loads secrets over TLS, and revokes its token', async () => {
    const before = jobs.server.listRequests().length;
    const outcome = await jobs.run({
      path: programs.path,
      standIns,
      environment: { VAULT_ADDR: front.address },
      steps: [load(), { run: 'node --version' }],
    });
    expect(outcome.step(0).status).toBe('success');
    expect(outcome.step(0).stderr).toBe('');
    expect(outcome.environment).toMatchObject({ APP_KEY: value, APP_COUNT: '12' });
    expect(outcome.step(1).output).toBe(`v${version}\n`);
    expect(jobs.server.listRequests().slice(before).at(-1)).toMatchObject({
      path: 'auth/token/revoke-self',
      failed: false,
    });
  });

  it('keeps a session from auth to revoke', async () => {
    const outcome = await jobs.run({
      path: programs.path,
      standIns,
      steps: ['vault-oidc/auth', loadSecrets('secret/app key | APP_KEY'), 'vault-oidc/revoke'],
    });
    expect(outcome.steps.map(({ status }) => status)).toEqual(['success', 'success', 'success']);
    expect(outcome.environment).toMatchObject({ APP_KEY: value });
  });

  it('tells a server that it may not trust, and a secret that is not there', async () => {
    await expectFailure(
      jobs,
      {
        path: programs.path,
        standIns,
        environment: { VAULT_ADDR: front.address },
        steps: [loadSecrets('secret/app key | APP_KEY')],
      },
      { status: 5, codes: ['TLS_FAILED'] },
    );
    await expectFailure(
      jobs,
      { path: programs.path, standIns, steps: [loadSecrets('secret/none key | APP_KEY')] },
      { status: 4, codes: ['SECRET_MISSING'] },
    );
  });
});
