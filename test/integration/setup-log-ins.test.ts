import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TokenWish } from '../support/circleci-issuer.ts';
import { expectFailure, expectNoCanary } from '../support/expect-failure.ts';
import { applySetup } from '../support/setup-runs.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

const context = randomUUID();
const definition = randomUUID();
const good = {
  audience: 'https://vault.example.com',
  claims: { 'context-ids': [randomUUID(), context], 'pipeline-definition-id': definition },
} as const;

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs({ isBare: true });
  await jobs.server.write('secret/data/app/db', { data: { password: 'the-password-of-app-db' } });
  await jobs.server.write('secret/data/app/other', { data: { password: 'the-other-password' } });
  await applySetup(jobs, [
    ...['--role', 'strict', '--read', 'secret/app/db', '--audience', good.audience],
    ...['--context', context, '--context', randomUUID()],
    ...['--vcs-origin', 'github.com/acme/app', '--vcs-ref', 'main', '--vcs-ref', 'next'],
    ...['--pipeline-definition', definition],
  ]);
  await applySetup(jobs, [
    ...['--role', 'patterns', '--read', 'secret/app/db', '--audience', good.audience],
    ...['--vcs-ref', 'release/*', '--allow-ssh-reruns', '--context', context],
  ]);
  await applySetup(jobs, ['--role', 'plain', '--read', 'secret/app/db']);
});
afterAll(() => jobs.stop());

/** Signs as the issuer does, with what a good token has unless the wish differs. */
function sign(wish: TokenWish = {}): Promise<string> {
  return jobs.issuer.sign({ ...good, ...wish, claims: { ...good.claims, ...wish.claims } });
}

function load(role: string, path = 'secret/app/db'): unknown {
  return loadSecrets(`${path} password | DB_PASSWORD`, { role });
}

describe('a job of the project', () => {
  it.each([
    ['strict', {}],
    ['strict', { claims: { 'vcs-ref': 'refs/heads/next' } }],
    ['patterns', { claims: { 'vcs-ref': 'refs/heads/release/1.0' } }],
    ['patterns', { claims: { 'vcs-ref': 'refs/heads/release/2', 'ssh-rerun': true } }],
  ] as const)('logs in as %s with %j and reads its secret', async (role, wish) => {
    const outcome = await jobs.run({ token: await sign(wish), steps: [load(role)] });
    expect(outcome.step(0)).toMatchObject({ exitStatus: 0, stderr: '' });
    expect(outcome.environment['DB_PASSWORD']).toBe('the-password-of-app-db');
    expectNoCanary(jobs, outcome);
  });

  it("logs in with CircleCI's own audience where no other is wished, and without a ref", async () => {
    const payload = {
      'oidc.circleci.com/vcs-origin': undefined,
      'oidc.circleci.com/vcs-ref': undefined,
    };
    const token = await jobs.issuer.sign({ payload });
    const outcome = await jobs.run({ token, steps: [load('plain')] });
    expect(outcome.step(0)).toMatchObject({ exitStatus: 0, stderr: '' });
  });

  it('reads nothing else', async () => {
    await expectFailure(
      jobs,
      { token: await sign(), steps: [load('strict', 'secret/app/other')] },
      { status: 4, codes: ['SECRET_FORBIDDEN'] },
    );
  });

  it('has a token of a quarter of an hour that ends with the job', async () => {
    const token = await sign();
    const { address } = jobs.server;
    const answer = await fetch(`${address}/v1/auth/jwt/login`, {
      method: 'POST',
      body: JSON.stringify({ role: 'strict', jwt: token }),
    });
    const body: unknown = await answer.json();
    expect(Object(body)['auth']).toMatchObject({
      lease_duration: 900,
      token_type: 'service',
      policies: ['default', 'strict'],
      metadata: {
        circleci_project_id: jobs.issuer.projectId,
        role: 'strict',
        vcs_ref: 'refs/heads/main',
      },
    });
  });
});

describe('a job that the role is not for', () => {
  it.each([
    ['of another project', { claims: { 'project-id': randomUUID() } }, 'LOGIN_CLAIMS_REFUSED'],
    ['of another organization', { claims: { 'org-id': randomUUID() } }, 'LOGIN_CLAIMS_REFUSED'],
    ['of a fork', { claims: { 'vcs-origin': 'github.com/mallory/app' } }, 'LOGIN_CLAIMS_REFUSED'],
    ['of another branch', { claims: { 'vcs-ref': 'refs/heads/mine' } }, 'LOGIN_CLAIMS_REFUSED'],
    ['of a tag main', { claims: { 'vcs-ref': 'refs/tags/main' } }, 'LOGIN_CLAIMS_REFUSED'],
    ['run again with SSH', { claims: { 'ssh-rerun': true } }, 'LOGIN_CLAIMS_REFUSED'],
    ['without its context', { claims: { 'context-ids': [] } }, 'LOGIN_CLAIMS_REFUSED'],
    [
      'of another pipeline',
      { claims: { 'pipeline-definition-id': randomUUID() } },
      'LOGIN_CLAIMS_REFUSED',
    ],
    [
      'of a custom webhook',
      { payload: { 'oidc.circleci.com/vcs-ref': undefined } },
      'LOGIN_CLAIMS_REFUSED',
    ],
    ['with another audience', { audience: 'https://other.example' }, 'LOGIN_AUDIENCE_REFUSED'],
    ['with several audiences', { audience: ['a', 'b'] }, 'LOGIN_AUDIENCE_REFUSED'],
    [
      'whose token is of another issuer',
      { payload: { iss: 'https://x.example' } },
      'LOGIN_ISSUER_REFUSED',
    ],
    ['whose token somebody else signed', { isForged: true }, 'LOGIN_SIGNATURE_REFUSED'],
  ] as const)('%s is refused', async (_title, wish, code) => {
    await expectFailure(
      jobs,
      { token: await sign(wish), steps: [load('strict')] },
      { status: 3, codes: [code] },
    );
  });

  it('with a token that has ended is refused by Vault itself', async () => {
    const jwt = await sign({ expiresInSeconds: -3600 });
    const answer = await jobs.server.request('POST', 'auth/jwt/login', '', { role: 'strict', jwt });
    expect(answer).toMatchObject({ status: 400, body: { errors: [/expired/] } });
  });

  it('of a branch beside the pattern is refused', async () => {
    await expectFailure(
      jobs,
      {
        token: await sign({ claims: { 'vcs-ref': 'refs/heads/main' } }),
        steps: [load('patterns')],
      },
      { status: 3, codes: ['LOGIN_CLAIMS_REFUSED'] },
    );
  });
});
