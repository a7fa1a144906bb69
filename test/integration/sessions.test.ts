import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure, expectNoCanary } from '../support/expect-failure.ts';
import { trustIssuer, writeRole } from '../support/jwt-trust.ts';
import { createNamespace } from '../support/openbao/namespace.ts';
import { isHonoured } from '../support/openbao/tokens.ts';
import { auth } from '../support/session-steps.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

const load = (parameters: object = {}): unknown =>
  loadSecrets('secret/app key | APP_KEY', parameters);
const logIn = { operation: 'update', path: 'auth/jwt/login', failed: false };

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  const { server, issuer } = jobs;
  await server.write('secret/data/app', { data: { key: 'kept-for-the-session' } });
  await writeRole(server, issuer, { name: 'other' });
  await writeRole(server, issuer, { name: 'brief', role: { token_ttl: '25s' } });
  await writeRole(server, issuer, { name: 'minute', role: { token_ttl: '60s' } });
  await trustIssuer(server, issuer, 'ci');
  await writeRole(server, issuer, { mount: 'ci' });
  const team = await createNamespace(server, 'team');
  await trustIssuer(team, issuer);
  await writeRole(team, issuer);
  await team.write('sys/mounts/secret', { type: 'kv', options: { version: '2' } });
  await team.write('secret/data/app', { data: { key: 'kept-for-the-team' } });
});
afterAll(() => jobs.stop());

function isLogIn({ path }: { readonly path: string }): boolean {
  return path.endsWith('/login');
}

describe('auth', () => {
  it('hands the session and its token to the later steps', async () => {
    const outcome = await jobs.run({ steps: [auth()] });
    const { VAULT_TOKEN, VAULT_ADDR, VAULT_NAMESPACE, VAULT_OIDC_SESSION } = outcome.environment;
    expect({ VAULT_ADDR, VAULT_NAMESPACE }).toEqual({
      VAULT_ADDR: jobs.server.address,
      VAULT_NAMESPACE: '',
    });
    expect(VAULT_OIDC_SESSION).toMatch(/\/session-1\.json$/);
    expect(await isHonoured(jobs.server, VAULT_TOKEN)).toBe(true);
    expect(outcome.step(0).stderr).toBe('');
    expectNoCanary(jobs, outcome);
  });

  it('logs in inside a namespace and names it', async () => {
    const outcome = await jobs.run({
      steps: [auth({ namespace: 'team' }), { run: 'echo "$VAULT_NAMESPACE"' }, load()],
    });
    expect(outcome.step(1).stdout).toBe('team\n');
    expect(outcome.environment['APP_KEY']).toBe('kept-for-the-team');
  });

  it('keeps the token to itself where export_token is false', async () => {
    const before = jobs.server.listRequests().length;
    const outcome = await jobs.run({ steps: [auth({ export_token: false }), load()] });
    expect('VAULT_TOKEN' in outcome.environment).toBe(false);
    expect(outcome.environment['APP_KEY']).toBe('kept-for-the-session');
    expect(jobs.server.listRequests().slice(before).filter(isLogIn)).toHaveLength(1);
  });

  it('gives the command line of the server all that it needs', async () => {
    const outcome = await jobs.run({
      steps: [auth(), { run: `'${jobs.server.binary}' kv get -field=key secret/app` }],
    });
    expect(outcome.step(1).stdout.trim()).toBe('kept-for-the-session');
  });

  it('gives it the namespace too', async () => {
    const outcome = await jobs.run({
      steps: [
        auth({ namespace: 'team' }),
        { run: `'${jobs.server.binary}' kv get -field=key secret/app` },
      ],
    });
    expect(outcome.step(1).stdout.trim()).toBe('kept-for-the-team');
  });
});

describe('load-secrets after auth', () => {
  it.each([
    ['what auth was given', {}, {}],
    ['the same written otherwise', {}, { address: '${VAULT_ADDR}/v1/', auth_mount: '/auth/jwt/' }],
    ['a role whose token has half a minute left', { role: 'minute' }, { role: 'minute' }],
  ])('uses the session for %s, and leaves it', async (_title, given, parameters) => {
    const before = jobs.server.listRequests().length;
    const outcome = await jobs.run({ steps: [auth(given), load(parameters)] });
    expect(outcome.environment['APP_KEY']).toBe('kept-for-the-session');
    expect(outcome.step(1)).toMatchObject({
      stderr: '',
      stdout: expect.stringContaining('using the session with'),
    });
    expect(await isHonoured(jobs.server, outcome.environment['VAULT_TOKEN'])).toBe(true);
    const asked = jobs.server
      .listRequests()
      .slice(before)
      .map(({ path }) => path);
    expect(asked).toEqual([
      'auth/jwt/login',
      'sys/internal/ui/mounts/secret/app',
      'secret/data/app',
      'auth/token/lookup-self',
    ]);
  });

  it.each([
    ['another role', {}, { role: 'other' }],
    ['another mount', {}, { auth_mount: 'ci' }],
    ['another namespace', {}, { namespace: 'team' }],
    ['another address', {}, { address: 'http://localhost:${PORT}' }],
    ['a role whose token is about to end', { role: 'brief' }, { role: 'brief' }],
  ])('logs in anew for %s, and ends that alone', async (_title, given, parameters) => {
    const before = jobs.server.listRequests().length;
    const outcome = await jobs.run({
      environment: { PORT: new URL(jobs.server.address).port },
      steps: [auth(given), load(parameters)],
    });
    expect(outcome.step(1)).toMatchObject({ status: 'success', stderr: '' });
    const asked = jobs.server.listRequests().slice(before);
    expect(asked.filter(isLogIn)).toHaveLength(2);
    expect(asked.at(-1)?.path).toBe('auth/token/revoke-self');
    expect(await isHonoured(jobs.server, outcome.environment['VAULT_TOKEN'])).toBe(true);
  });

  it('finds the session of each of two', async () => {
    const before = jobs.server.listRequests().length;
    const outcome = await jobs.run({
      steps: [
        auth(),
        { run: 'echo "$VAULT_TOKEN" > "$HOME/first"' },
        auth({ role: 'other' }),
        load(),
        load({ role: 'other' }),
        { run: '[ "$VAULT_TOKEN" != "$(cat "$HOME/first")" ]' },
      ],
    });
    expect(outcome.succeeded).toBe(true);
    expect(outcome.step(3).stdout).toContain('as role "deploy"');
    expect(outcome.step(4).stdout).toContain('as role "other"');
    expect(jobs.server.listRequests().slice(before).filter(isLogIn)).toHaveLength(2);
    expectNoCanary(jobs, outcome);
  });

  it('fails, and still leaves the session', async () => {
    const { outcome } = await expectFailure(
      jobs,
      { steps: [auth(), loadSecrets('secret/app nothing | APP_KEY')] },
      { status: 4, codes: ['KEY_MISSING'] },
    );
    expect(await isHonoured(jobs.server, outcome.environment['VAULT_TOKEN'])).toBe(true);
  });
});

describe('a VAULT_TOKEN that no auth of the job set', () => {
  const note =
    'vault-oidc: note: VAULT_TOKEN is set, but by no "auth" of this job; it is not used\n';

  it.each([
    ['alone', []],
    ['beside a session', [auth({ export_token: false })]],
  ])('%s is not used, and a note says so', async (_title, steps) => {
    const before = jobs.server.listRequests().length;
    const outcome = await jobs.run({
      environment: { VAULT_TOKEN: jobs.server.rootToken },
      steps: [...steps, load()],
    });
    expect(outcome.step(steps.length)).toMatchObject({ status: 'success', stderr: note });
    expect(jobs.server.listRequests().slice(before)).toContainEqual(logIn);
    expect(await isHonoured(jobs.server, jobs.server.rootToken)).toBe(true);
    expectNoCanary(jobs, outcome);
  });
});
