import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FetchFailureCode, ToldCode } from '../../scripts/document/causes/failure-cause.ts';
import type { InstallFailureCode } from '../../src/core/releases/install-failures.ts';
import { startCircleCiIssuer } from '../support/circleci-issuer.ts';
import { type ConnectProxy, startConnectProxy } from '../support/connect-proxy.ts';
import { expectFailure } from '../support/expect-failure.ts';
import {
  answerErrors,
  answerWith,
  type Fault,
  type FaultyServer,
  redirectTo,
  startFaultyServer,
  staySilent,
} from '../support/faulty-server.ts';
import { trustIssuer, writeRole } from '../support/jwt-trust.ts';
import { linkPrograms, type ProgramDirectory } from '../support/program-directory.ts';
import { issueServerCertificate } from '../support/server-certificate.ts';
import { auth, revoke } from '../support/session-steps.ts';
import {
  type JobWish,
  loadSecrets,
  startVaultJobs,
  type VaultJobs,
} from '../support/vault-jobs.ts';

const load = (parameters: object = {}, secrets = 'secret/app key | APP_KEY'): unknown =>
  loadSecrets(secrets, parameters);
const reference = (secrets: string): JobWish => ({ steps: [load({}, secrets)] });
const login = (parameters: object): JobWish => ({ steps: [auth(parameters)] });
const atAddress = (VAULT_ADDR: string, parameters: object = {}): JobWish => ({
  environment: { VAULT_ADDR },
  steps: [load(parameters)],
});

// Vault, "Login MFA": what a log-in is answered with where the method asks for a second factor.
const askForMore = JSON.stringify({
  auth: { client_token: '', mfa_requirement: { mfa_request_id: 'd0c9eec7' } },
});

let jobs: VaultJobs;
let programs: ProgramDirectory;
let authority: string;
let proxy: ConnectProxy;
/** A token whose issuer is gone since. */
let orphan: string;
const servers = new Map<string, FaultyServer>();

beforeAll(async () => {
  programs = linkPrograms(['bash', 'sh', 'sed']);
  jobs = await startVaultJobs();
  const { server, issuer } = jobs;
  // Each writes the policy "deploy" too, so the one that counts comes last.
  await trustIssuer(server, issuer, 'foreign');
  await writeRole(server, issuer, { mount: 'foreign' });
  await server.write('auth/foreign/config', {
    oidc_discovery_url: issuer.issuer,
    bound_issuer: 'https://issuer.example.com',
  });
  await server.write('sys/auth/bare', { type: 'jwt' });
  orphan = await trustOnce('orphaned');

  await server.write('sys/mounts/flat', { type: 'kv', options: { version: '1' } });
  await writeRole(server, issuer, {
    policy:
      'path "secret/data/*" { capabilities = ["read"] } path "flat/*" { capabilities = ["read"] }',
  });
  await writeRole(server, issuer, { name: 'unbound', role: { bound_audiences: [] } });
  await writeRole(server, issuer, { name: 'stranger', role: { bound_audiences: ['another'] } });
  const bound_claims = { 'oidc.circleci.com/project-id': 'another' };
  await writeRole(server, issuer, { name: 'elsewhere', role: { bound_claims } });
  await server.write('secret/data/app', {
    data: { key: 'never-in-an-output', long: 'x'.repeat(121 * 1024), nul: 'nothing\0after' },
  });
  await server.write('flat/app', { key: 'never-in-an-output' });
  await server.write('secret/data/gone', { data: { key: 'never-in-an-output' } });
  await server.remove('secret/data/gone');

  const { cert, key, ...issued } = await issueServerCertificate();
  authority = issued.authority;
  const start = async (name: string, fault: Fault | undefined, others: object = {}) =>
    servers.set(name, await startFaultyServer({ findFault: () => fault, ...others }));
  await start('silent', staySilent);
  await start('sealed', answerErrors(503, 'Vault is sealed'));
  await start('outspoken', answerErrors(400, 'it is full moon'));
  await start('asking twice', answerWith(200, askForMore));
  await start('of pages', answerWith(200, '<!DOCTYPE html><title>Sign in</title>', 'text/html'));
  await start('endless', answerWith(200, ' '.repeat(10 * 1024 * 1024 + 1)));
  await start('moved', redirectTo('https://vault.example.com/'));
  proxy = await startConnectProxy({ answer: (client) => client.end('HTTP/1.1 403 No\r\n\r\n') });
  await start('private', undefined, { tls: { cert, key }, origin: server.address });
  const findFault = (path: string) =>
    path === 'secret/data/app' ? answerErrors(405, 'unsupported operation') : undefined;
  servers.set('write-only', await startFaultyServer({ findFault, origin: server.address }));
});
afterAll(async () => {
  programs[Symbol.dispose]();
  await Promise.all([jobs, proxy, ...servers.values()].map((server) => server.stop()));
});

const inAnHour = (): number => Math.round(Date.now() / 1000) + 3600;

/** Makes a method trust an issuer, signs a token, and takes the issuer away. */
async function trustOnce(mount: string): Promise<string> {
  await using issuer = await startCircleCiIssuer();
  await trustIssuer(jobs.server, issuer, mount);
  await writeRole(jobs.server, issuer, { mount });
  return issuer.sign();
}

function find(name: string): string {
  return servers.get(name)?.address ?? '';
}

/** An address of this machine where nothing listens. */
async function findClosedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const place = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return `http://127.0.0.1:${typeof place === 'object' ? place?.port : ''}`;
}

/**
 * For each failure the exit status and a job that meets it in its last step; those of
 * install-vault are met in test/integration/install-vault.test.ts, those of fetching Node
 * in test/integration/node-fetch-failures.test.ts.
 */
const failures: Record<
  Exclude<ToldCode, InstallFailureCode | FetchFailureCode>,
  readonly [status: number, meet: () => JobWish | Promise<JobWish>]
> = {
  PARAMETER_INVALID: [2, () => ({ steps: [load({ timeout: 'soon' })] })],
  REFERENCE_INVALID: [2, () => reference('secret/app')],
  NAME_INVALID: [2, () => reference('secret/app key | 1ST')],
  NAME_REFUSED: [2, () => reference('secret/app key | PATH')],
  NAME_TAKEN: [2, () => reference('secret/app key | A; secret/app nul | A')],
  VALUE_TOO_LONG: [2, () => reference('secret/app long')],
  VALUE_NOT_DECODABLE: [2, () => reference('secret/app key, decode hex')],
  VERSION_UNSUPPORTED: [2, () => reference('flat/app?version=1 key')],
  TOKEN_MISSING: [
    3,
    () => ({ token: '', standIns: { circleci: '#!/nonexistent\n' }, steps: [load()] }),
  ],
  TOKEN_MALFORMED: [3, () => ({ token: '****', steps: [load()] })],
  LOGIN_REFUSED: [3, () => atAddress(find('outspoken'))],
  LOGIN_DENIED: [3, () => login({ auth_mount: 'nowhere' })],
  LOGIN_AUDIENCE_UNBOUND: [3, () => login({ role: 'unbound' })],
  LOGIN_AUDIENCE_REFUSED: [3, () => login({ role: 'stranger' })],
  LOGIN_ISSUER_REFUSED: [3, () => login({ auth_mount: 'foreign' })],
  LOGIN_TIME_REFUSED: [
    3,
    async () => ({ ...login({}), token: await jobs.issuer.sign({ payload: { nbf: inAnHour() } }) }),
  ],
  LOGIN_CLAIMS_REFUSED: [3, () => login({ role: 'elsewhere' })],
  LOGIN_SIGNATURE_REFUSED: [
    3,
    async () => ({ ...login({}), token: await jobs.issuer.sign({ isForged: true }) }),
  ],
  LOGIN_ROLE_WRONG: [3, () => login({ role: 'nobody' })],
  LOGIN_METHOD_WRONG: [3, () => login({ auth_mount: 'bare' })],
  LOGIN_KEYS_UNREACHABLE: [3, () => ({ ...login({ auth_mount: 'orphaned' }), token: orphan })],
  LOGIN_UNSUPPORTED: [3, () => atAddress(find('asking twice'))],
  SECRET_MISSING: [4, () => reference('secret/nothing key')],
  SECRET_DELETED: [4, () => reference('secret/gone key')],
  SECRET_FORBIDDEN: [4, () => reference('nowhere/app key')],
  KEY_MISSING: [4, () => reference('secret/app nothing')],
  VAULT_UNREACHABLE: [5, async () => atAddress(await findClosedPort(), { timeout: '1s' })],
  VAULT_UNAVAILABLE: [5, () => atAddress(find('sealed'))],
  TLS_FAILED: [5, () => atAddress(find('private'))],
  PROXY_REFUSED: [
    5,
    () => ({
      environment: { VAULT_ADDR: 'https://vault.test:8200', HTTPS_PROXY: proxy.url },
      steps: [load()],
    }),
  ],
  TIMED_OUT: [5, () => atAddress(find('silent'), { timeout: '1s' })],
  REDIRECT_REFUSED: [5, () => atAddress(find('moved'))],
  ANSWER_UNREADABLE: [6, () => atAddress(find('of pages'))],
  ANSWER_UNEXPECTED: [6, () => atAddress(find('write-only'))],
  ANSWER_TOO_LARGE: [6, () => atAddress(find('endless'))],
  VALUE_NOT_TEXT: [6, () => reference('secret/app nul')],
  BASH_ENV_UNUSABLE: [7, () => ({ environment: { BASH_ENV: '/dev/null' }, steps: [load()] })],
  BASH_ENV_NOT_WRITTEN: [
    7,
    () => ({ environment: { BASH_ENV: '/nonexistent/env' }, steps: [load()] }),
  ],
  READ_BACK_DIFFERS: [
    7,
    () => ({ standIns: { bash: '#!/bin/sh\ncat > /dev/null\n' }, steps: [load()] }),
  ],
  SESSION_UNUSABLE: [
    7,
    () => ({ steps: [auth(), { run: 'chmod 644 "$VAULT_OIDC_SESSION"' }, revoke()] }),
  ],
  OUTPUT_CLOSED: [
    7,
    () => ({ bashEnv: '[ -z "$VAULT_OIDC_COMMAND" ] || exec > >(:)\n', steps: [load()] }),
  ],
  INTERNAL_FAULT: [70, () => ({ bashEnv: 'export VAULT_OIDC_COMMAND=launch\n', steps: [load()] })],
  HELPER_DAMAGED: [70, () => ({ bashEnv: 'VAULT_OIDC_HELPER=AAAA\n', steps: [load()] })],
  NODE_MISSING: [127, () => ({ path: programs.path, steps: [load()] })],
};

describe('the exit status of a step', () => {
  it.each(Object.entries(failures))(
    'after %s is that of its kind',
    async (code, [status, meet]) => {
      await expectFailure(jobs, await meet(), { status, codes: [code] });
    },
  );

  it('is 0 when all is well, over TLS too', async () => {
    const outcome = await jobs.run(atAddress(find('private'), { ca_certificate: authority }));
    expect(outcome.step(0)).toMatchObject({ exitStatus: 0, stderr: '' });
  });

  it('is that of the first of several failures', async () => {
    await expectFailure(
      jobs,
      reference('secret/nothing key | A; secret/gone key | B; secret/app key'),
      {
        status: 4,
        codes: ['SECRET_MISSING', 'SECRET_DELETED'],
      },
    );
  });
});
