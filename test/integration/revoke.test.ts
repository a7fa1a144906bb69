import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure, expectNoCanary } from '../support/expect-failure.ts';
import {
  answerErrors,
  cutConnection,
  type Fault,
  startFaultyServer,
} from '../support/faulty-server.ts';
import { trustIssuer, writeRole } from '../support/jwt-trust.ts';
import { createNamespace } from '../support/openbao/namespace.ts';
import type { OpenBaoServer } from '../support/openbao/server.ts';
import { isHonoured, listAccessors } from '../support/openbao/tokens.ts';
import { auth, revoke } from '../support/session-steps.ts';
import { createTlsAuthority } from '../support/tls-authority.ts';
import { startTlsFront } from '../support/tls-front.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

const load = (parameters: object = {}): unknown =>
  loadSecrets('secret/app key | APP_KEY', parameters);

const authority = createTlsAuthority();
const { certificate: cert, key } = authority.issue();

let jobs: VaultJobs;
let team: OpenBaoServer;
beforeAll(async () => {
  jobs = await startVaultJobs();
  const { server, issuer } = jobs;
  await server.write('secret/data/app', { data: { key: 'read-before-the-end' } });
  await writeRole(server, issuer, { name: 'bare', role: { token_no_default_policy: true } });
  await writeRole(server, issuer, { name: 'batch', role: { token_type: 'batch' } });
  team = await createNamespace(server, 'team');
  await trustIssuer(team, issuer);
  await writeRole(team, issuer);
});
afterAll(() => jobs.stop());

/** Hands everything on to the real server but a revocation. */
function startUnableToRevoke(fault: Fault) {
  return startFaultyServer({
    origin: jobs.server.address,
    findFault: (path) => (path === 'auth/token/revoke-self' ? fault : undefined),
  });
}

describe('the token of load-secrets', () => {
  it('is revoked once the secrets are loaded', async () => {
    const before = await listAccessors(jobs.server);
    const outcome = await jobs.run({ steps: [load()] });
    expect(outcome.step(0).stdout).toMatch(/\nvault-oidc: revoked the token\n$/);
    expect(await listAccessors(jobs.server)).toEqual(before);
  });

  it.each([
    ['a key is missing', 'secret/app nothing | APP_KEY', 4, 'KEY_MISSING'],
    ['a path is forbidden', 'other/app key | APP_KEY', 4, 'SECRET_FORBIDDEN'],
    ['a name is taken', 'secret/app * ; secret/app key', 2, 'NAME_TAKEN'],
  ])('is not left behind where %s', async (_title, secrets, status, code) => {
    const before = await listAccessors(jobs.server);
    await expectFailure(jobs, { steps: [loadSecrets(secrets)] }, { status, codes: [code] });
    expect(await listAccessors(jobs.server)).toEqual(before);
  });

  it('lives on where revoke_token is false', async () => {
    const before = await listAccessors(jobs.server);
    const outcome = await jobs.run({ steps: [load({ revoke_token: false })] });
    expect(outcome.step(0).output).not.toContain('revoke');
    expect(await listAccessors(jobs.server)).not.toEqual(before);
  });
});

describe('a token that cannot be revoked', () => {
  const batch = 'the token was not revoked: a batch token cannot be; it ends with its TTL';
  const bare =
    'the token was not revoked: it has ended already, or its policies lack auth/token/revoke-self (the default policy has it)';

  it.each([
    ['without the default policy', 'bare', bare],
    ['of the batch kind', 'batch', batch],
  ])('%s is told in a note, and fails no step', async (_title, role, note) => {
    const outcome = await jobs.run({ steps: [load({ role }), auth({ role }), revoke()] });
    expect(outcome.environment['APP_KEY']).toBe('read-before-the-end');
    for (const step of [outcome.step(0), outcome.step(2)]) {
      expect(step).toMatchObject({ status: 'success', stderr: `vault-oidc: note: ${note}\n` });
    }
    expect('VAULT_TOKEN' in outcome.environment).toBe(false);
    expectNoCanary(jobs, outcome);
  });

  it.each([
    ['cuts the connection', cutConnection, 'cannot be reached'],
    ['has its own trouble', answerErrors(500, 'storage is away'), 'says "storage is away"'],
    ['gives no reason', answerErrors(500), 'Vault says nothing'],
  ])('by a server that %s is told in a note too', async (_title, fault, reason) => {
    await using server = await startUnableToRevoke(fault);
    const outcome = await jobs.run({
      environment: { VAULT_ADDR: server.address },
      steps: [load(), auth(), revoke()],
    });
    expect(outcome.succeeded).toBe(true);
    expect(outcome.step(0).stderr).toContain(reason);
    expect(outcome.step(2).stderr).toContain(reason);
    expect(outcome.listChangedFiles(2)).toContainEqual(expect.stringMatching(/session-1\.json$/));
    expect('VAULT_TOKEN' in outcome.environment).toBe(false);
    expect('VAULT_OIDC_SESSION' in outcome.environment).toBe(false);
  });
});

describe('a connection that cannot be made', () => {
  it.each([
    ['the proxy', 'VAULT_PROXY_ADDR', 'socks5://proxy.test:1080'],
    ['the authority', 'VAULT_CACERT', '/nonexistent/ca.pem'],
    ['the client certificate', 'VAULT_CLIENT_CERT', authority.certificate],
  ])('because of %s keeps no session, and is told in a note', async (_title, variable, value) => {
    await using front = await startTlsFront(jobs.server.address, { cert, key });
    const outcome = await jobs.run({
      environment: { VAULT_ADDR: front.address, VAULT_CACERT: authority.certificate },
      steps: [
        auth(),
        auth(),
        {
          run: {
            command: 'echo "export $LINE" >> "$BASH_ENV"',
            environment: { LINE: `${variable}='${value}'` },
          },
        },
        revoke(),
      ],
    });
    expect(outcome.step(3).status).toBe('success');
    const note =
      /^vault-oidc: note: the token was not revoked, and ends with its TTL: The .* cannot be used\.$/gm;
    expect(outcome.step(3).stderr.match(note)).toHaveLength(2);
    expect(outcome.step(3).stderr.replace(note, '').trim()).toBe('');
    expect(outcome.listChangedFiles(3)).toHaveLength(3);
    expect('VAULT_TOKEN' in outcome.environment).toBe(false);
    expect('VAULT_OIDC_SESSION' in outcome.environment).toBe(false);
  });
});

describe('revoke', () => {
  const list = { run: { when: 'always', command: 'ls "$TMPDIR"; echo "$VAULT_TOKEN"' } };
  const remember = { run: 'echo "export KEPT=$VAULT_TOKEN" >> "$BASH_ENV"' };

  it('ends the session, its variables and its files', async () => {
    const outcome = await jobs.run({ steps: [auth(), remember, revoke(), list] });
    expect(outcome.step(2)).toMatchObject({
      stderr: '',
      stdout: `vault-oidc: ending the session with ${jobs.server.address} as role "deploy" (auth/jwt)\nvault-oidc: revoked the token\n`,
    });
    expect(await isHonoured(jobs.server, outcome.environment['KEPT'])).toBe(false);
    expect('VAULT_TOKEN' in outcome.environment).toBe(false);
    expect('VAULT_OIDC_SESSION' in outcome.environment).toBe(false);
    expect(outcome.step(3).stdout).toBe('\n');
  });

  it('runs where a step failed before', async () => {
    const before = await listAccessors(jobs.server);
    const outcome = await jobs.run({ steps: [auth(), { run: 'exit 1' }, load(), revoke()] });
    expect(outcome.steps.map(({ status }) => status)).toEqual([
      'success',
      'failed',
      'skipped',
      'success',
    ]);
    expect(await listAccessors(jobs.server)).toEqual(before);
    expect('VAULT_TOKEN' in outcome.environment).toBe(false);
  });

  it('ends every session of the job, in one namespace and another', async () => {
    const rememberSecond = { run: 'echo "export SECOND=$VAULT_TOKEN" >> "$BASH_ENV"' };
    const outcome = await jobs.run({
      steps: [auth(), remember, auth({ namespace: 'team' }), rememberSecond, revoke(), list],
    });
    const { KEPT, SECOND = '' } = outcome.environment;
    expect(outcome.step(4).stdout).toContain('(auth/jwt, namespace team)');
    expect(await isHonoured(jobs.server, KEPT)).toBe(false);
    expect(SECOND).not.toBe('');
    expect(await isHonoured(team, SECOND)).toBe(false);
    expect(outcome.step(5).stdout).toBe('\n');
  });

  it.each([
    ['a namespace', { namespace: 'team' }],
    ['an address', { address: 'http://localhost:${PORT}/' }],
  ])('ends those alone that have %s, if it is given', async (_title, scope) => {
    const first = { address: jobs.server.address, namespace: '' };
    const outcome = await jobs.run({
      environment: { PORT: new URL(jobs.server.address).port },
      steps: [auth(), remember, auth(scope), revoke(scope), load(first), revoke()],
    });
    expect(outcome.step(3).stderr).toBe(
      `vault-oidc: note: kept the session with ${jobs.server.address} as role "deploy" (auth/jwt)\n`,
    );
    expect(outcome.step(4)).toMatchObject({
      status: 'success',
      stdout: expect.stringContaining('using the session'),
    });
    expect(outcome.step(5).stdout).toContain('revoked the token');
    expect(await isHonoured(jobs.server, outcome.environment['KEPT'])).toBe(false);
  });

  it.each([
    ['there was no auth', [revoke()]],
    ['it ran before', [auth(), revoke(), revoke()]],
    ['no session has the address', [auth(), revoke({ address: 'https://vault.example.com' })]],
  ])('says so, and asks nothing, where %s', async (_title, steps) => {
    const before = jobs.server.listRequests().length;
    const outcome = await jobs.run({ steps });
    const last = outcome.step(steps.length - 1);
    expect(last.stdout).toBe('vault-oidc: there is no session to end\n');
    expect(outcome.succeeded).toBe(true);
    expect(outcome.listChangedFiles(steps.length - 1)).toEqual([]);
    const asked = jobs.server.listRequests().slice(before);
    expect(asked.filter(({ path }) => path === 'auth/token/revoke-self').length).toBe(
      steps.length === 3 ? 1 : 0,
    );
  });

  it('leaves a VAULT_TOKEN alone that is not of the session', async () => {
    const outcome = await jobs.run({
      environment: { VAULT_TOKEN: jobs.server.rootToken },
      steps: [auth({ export_token: false }), revoke()],
    });
    expect(outcome.environment['VAULT_TOKEN'] === jobs.server.rootToken).toBe(true);
    expect(await isHonoured(jobs.server, jobs.server.rootToken)).toBe(true);
    expectNoCanary(jobs, outcome);
  });
});
