import type { TlsOptions } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Certificate,
  createSelfSigned,
  createTlsAuthority,
} from '../support/tls-authority.ts';
import { startTlsFront, type TlsFront } from '../support/tls-front.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

const authority = createTlsAuthority('trusted authority');
const stranger = createTlsAuthority('strange authority');
const server = authority.issue();
const client = authority.issue({ use: 'clientAuth', names: ['DNS:job.test'] });

const secrets = 'secret/app password | APP_PASSWORD';
const password = 'lisan-al-gaib';

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  await jobs.server.write('secret/data/app', { data: { password } });
});
afterAll(() => jobs.stop());

const startFront = (shown: Certificate, settings: TlsOptions = {}): Promise<TlsFront> =>
  startTlsFront(jobs.server.address, { cert: shown.certificate, key: shown.key, ...settings });

/** What `load-secrets` with these parameters does at an address. */
async function load(address: string, parameters: object, environment: object = {}) {
  const outcome = await jobs.run({
    steps: [loadSecrets(secrets, parameters)],
    environment: { VAULT_ADDR: address, ...environment },
  });
  return { ...outcome.step(0), value: outcome.environment['APP_PASSWORD'] };
}

describe('a server whose authority is told', () => {
  const { certificate: pem } = authority;
  const encode = (text: string): string => Buffer.from(text).toString('base64');

  it.each([
    ['as PEM', pem],
    ['as PEM on one line', pem.replaceAll('\n', '\\n')],
    ['as base64 of PEM', encode(pem)],
    ['as the first of two', pem + stranger.certificate],
    ['as the last of two', stranger.certificate + pem],
    ['among words', `The old one:\n${stranger.certificate}\nThe new one:\n${pem}`],
    ['as base64 of two', encode(stranger.certificate + pem)],
    ['with Windows newlines', pem.replaceAll('\n', '\r\n')],
  ])('is trusted: %s', async (_form, text) => {
    await using front = await startFront(server);
    expect((await load(front.address, { ca_certificate: text })).value).toBe(password);
    expect((await load(front.address, {}, { VAULT_CACERT: text })).value).toBe(password);
    expect(front.attempts).toBe(2);
  });

  it('is trusted: as a file of the checkout', async () => {
    await using front = await startFront(server);
    const outcome = await jobs.run({
      steps: [
        { run: `printf %s "$AUTHORITY" > ca.pem` },
        loadSecrets(secrets, { address: front.address, ca_certificate: 'ca.pem' }),
      ],
      environment: { AUTHORITY: pem },
    });
    expect(outcome.environment['APP_PASSWORD']).toBe(password);
  });

  it('is shown the client certificate that it asks for', async () => {
    await using front = await startFront(server, { requestCert: true, ca: pem });
    const pair = { client_certificate: client.certificate, client_key: '$KEY' };
    const loaded = await load(front.address, { ca_certificate: pem, ...pair }, { KEY: client.key });
    expect(loaded.value).toBe(password);
  });

  it('is asked for the name that tls_server_name gives, and has to show it', async () => {
    await using front = await startFront(authority.issue({ names: ['DNS:vault.test'] }));
    const parameters = { ca_certificate: pem, tls_server_name: 'vault.test' };
    expect((await load(front.address, parameters)).value).toBe(password);
    expect(front.serverNames).toEqual(['vault.test']);
  });
});

describe('a server that cannot be trusted', () => {
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' } as const;
  const asking = { requestCert: true, ca: authority.certificate };
  const days = (fromDay: number, untilDay: number): Certificate =>
    authority.issue({ fromDay, untilDay });

  it.each<[string, () => Certificate, TlsOptions, string, string]>([
    ['has expired', () => days(-9, -2), {}, 'CERT_HAS_EXPIRED', 'has expired'],
    ['is from the future', () => days(2, 9), {}, 'CERT_NOT_YET_VALID', 'not valid yet'],
    [
      'has another name',
      () => authority.issue({ names: ['DNS:other.test'] }),
      {},
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'for another name',
    ],
    [
      'has another authority',
      () => stranger.issue(),
      {},
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'no authority that we trust',
    ],
    [
      'brings an authority of its own',
      () => {
        const { certificate, key } = stranger.issue();
        return { certificate: certificate + stranger.certificate, key };
      },
      {},
      'SELF_SIGNED_CERT_IN_CHAIN',
      'no authority that we trust',
    ],
    ['signs itself', createSelfSigned, {}, 'DEPTH_ZERO_SELF_SIGNED_CERT', 'no authority'],
    [
      'is no server by its certificate',
      () => authority.issue({ use: 'clientAuth' }),
      {},
      'INVALID_PURPOSE',
      'not one for servers',
    ],
    ['speaks TLS 1.1', () => server, old, 'PROTOCOL_VERSION', 'TLS 1.2 or newer'],
    [
      'asks for a client certificate (TLS 1.3)',
      () => server,
      asking,
      'ALERT_CERTIFICATE_REQUIRED',
      'asks for a client certificate',
    ],
    [
      'asks for a client certificate (TLS 1.2)',
      () => server,
      { ...asking, maxVersion: 'TLSv1.2' },
      'HANDSHAKE_FAILURE',
      'asks for a client certificate',
    ],
  ])('because it %s gets nothing, and is asked once', async (_title, show, settings, code, why) => {
    await using front = await startFront(show(), settings);
    const step = await load(front.address, { ca_certificate: authority.certificate });
    expect(step.exitStatus).toBe(5);
    expect(step.stderr).toContain('code  TLS_FAILED');
    expect(step.stderr).toContain(why);
    expect(step.stderr).toMatch(new RegExp(`${code}\\)\\n {2}next {2}\\S`));
    expect([front.attempts, front.connections, front.received]).toEqual([1, 0, '']);
  });

  it('because no authority is told, so that those of Node count', async () => {
    await using front = await startFront(server);
    const step = await load(front.address, {}, { NODE_TLS_REJECT_UNAUTHORIZED: '0' });
    expect(step.exitStatus).toBe(5);
    expect(step.stderr).toContain('ca_certificate (or VAULT_CACERT)');
    expect(front.received).toBe('');
  });

  it('because it speaks plain HTTP at that port', async () => {
    const before = jobs.server.listRequests().length;
    const step = await load(jobs.server.address.replace('http:', 'https:'), {});
    expect(step.exitStatus).toBe(5);
    expect(step.stderr).toContain('it does not speak TLS there (ERR_SSL_');
    expect(jobs.server.listRequests()).toHaveLength(before);
  });
});

describe('VAULT_SKIP_VERIFY', () => {
  it.each(['1', 't', 'T', 'TRUE', 'true', 'True'])(
    '%s takes any certificate, and says so',
    async (text) => {
      await using front = await startFront(stranger.issue({ names: ['DNS:other.test'] }));
      const step = await load(front.address, {}, { VAULT_SKIP_VERIFY: text });
      expect(step.value).toBe(password);
      expect(step.stderr).toMatch(/^vault-oidc: note: VAULT_SKIP_VERIFY is on: .*NOT CHECKED/);
    },
  );

  it.each(['0', 'f', 'F', 'FALSE', 'false', 'False', ''])('%j changes nothing', async (text) => {
    await using front = await startFront(server);
    const refused = await load(front.address, {}, { VAULT_SKIP_VERIFY: text });
    expect(refused.exitStatus).toBe(5);
    expect(refused.stderr).not.toContain('VAULT_SKIP_VERIFY');
  });

  it.each(['yes', 'no', 'tRUE', 'on', ' true', 'true\n', '2', 'canary'])(
    '%j is refused',
    async (text) => {
      await using front = await startFront(server);
      const step = await load(front.address, {}, { VAULT_SKIP_VERIFY: text });
      expect(step.exitStatus).toBe(2);
      expect(step.stderr).toContain('The variable VAULT_SKIP_VERIFY cannot be used');
      expect(step.stderr).not.toContain('canary');
      expect(front.attempts).toBe(0);
    },
  );

  it('is said by auth and revoke as well', async () => {
    await using front = await startFront(stranger.issue());
    const outcome = await jobs.run({
      steps: ['vault-oidc/auth', 'vault-oidc/revoke'],
      environment: { VAULT_ADDR: front.address, VAULT_SKIP_VERIFY: '1' },
    });
    expect(outcome.succeeded).toBe(true);
    for (const step of outcome.steps) expect(step.stderr).toContain('NOT CHECKED');
  });
});
