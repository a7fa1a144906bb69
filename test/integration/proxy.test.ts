import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectProxy, type ProxyWish, startConnectProxy } from '../support/connect-proxy.ts';
import { createTlsAuthority } from '../support/tls-authority.ts';
import { startTlsFront, type TlsFront } from '../support/tls-front.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

const authority = createTlsAuthority();
const secrets = 'secret/app password | APP_PASSWORD';
const password = 'lisan-al-gaib $(touch PWNED) "';

let jobs: VaultJobs;
let front: TlsFront;
beforeAll(async () => {
  jobs = await startVaultJobs();
  await jobs.server.write('secret/data/app', { data: { password } });
  const { certificate: cert, key } = authority.issue({
    names: ['DNS:vault.test', 'IP:0.0.0.0', 'IP:127.0.0.1'],
  });
  front = await startTlsFront(jobs.server.address, { cert, key });
});
afterAll(async () => {
  await front.stop();
  await jobs.stop();
});

const startProxy = (wish: ProxyWish = {}): Promise<ConnectProxy> =>
  startConnectProxy({ routes: { 'vault.test:8200': front.port }, ...wish });

/** A job whose Vault is vault.test, which nobody but the proxy can find. */
async function run(environment: Readonly<Record<string, string>>, steps?: readonly unknown[]) {
  const token = await jobs.issuer.sign();
  const outcome = await jobs.run({
    steps: steps ?? [loadSecrets(secrets)],
    token,
    environment: {
      VAULT_ADDR: 'https://vault.test:8200',
      VAULT_CACERT: authority.certificate,
      ...environment,
    },
  });
  return { outcome, token };
}

describe('behind a proxy', () => {
  it('a job loads its secrets, and the proxy sees CONNECT and no word more', async () => {
    await using proxy = await startProxy();
    const { outcome, token } = await run({ HTTPS_PROXY: proxy.url });
    expect(outcome.environment['APP_PASSWORD']).toBe(password);
    expect(outcome.step(0).output).toContain('revoked the token');
    expect(proxy.requests.map(({ method, target }) => `${method} ${target}`)).toEqual([
      'CONNECT vault.test:8200',
    ]);
    expect(proxy.received).not.toContain(token);
    expect(proxy.received).not.toMatch(/X-Vault|auth\/jwt|lisan/i);
    expect(front.serverNames.at(-1)).toBe('vault.test');
  });

  it('many reads at once share at most eight ways', async () => {
    await using proxy = await startProxy();
    const names = Array.from({ length: 20 }, (_, index) => `many-${index}`);
    for (const name of names) await jobs.server.write(`secret/data/${name}`, { data: { name } });
    const lines = names.map((name, index) => `secret/data/${name} name | NAME_${index}`);
    const { outcome } = await run({ HTTPS_PROXY: proxy.url }, [loadSecrets(lines.join('\n'))]);
    expect(outcome.environment).toMatchObject({ NAME_0: 'many-0', NAME_19: 'many-19' });
    expect(proxy.requests.length).toBeLessThanOrEqual(8);
  });

  it('auth and revoke go through it too', async () => {
    await using proxy = await startProxy();
    const steps = ['vault-oidc/auth', loadSecrets(secrets), 'vault-oidc/revoke'];
    const { outcome } = await run({ https_proxy: proxy.url }, steps);
    expect(outcome.succeeded).toBe(true);
    expect(outcome.step(2).output).toContain('revoked the token');
    expect(new Set(proxy.requests.map(({ method }) => method))).toEqual(new Set(['CONNECT']));
    expect(proxy.requests).toHaveLength(3);
  });

  it('user name and password are for the proxy alone, and nobody sees them', async () => {
    const credentials = 'deploy user:p@ss:wörd%';
    await using proxy = await startProxy({ credentials });
    const [user = '', word = ''] = ['deploy user', 'p@ss:wörd%'].map(encodeURIComponent);
    const heard = front.received.length;
    const { outcome } = await run({
      HTTPS_PROXY: proxy.url.replace('//', `//${user}:${word}@`),
    });
    expect(outcome.environment['APP_PASSWORD']).toBe(password);
    const expected = `Basic ${Buffer.from(credentials).toString('base64')}`;
    expect(proxy.requests.map(({ headers }) => headers['proxy-authorization'])).toEqual([expected]);
    expect(front.received.slice(heard)).toContain('X-Vault-Token');
    expect(front.received.slice(heard)).not.toMatch(/proxy-authorization/i);
    expect(outcome.step(0).output).not.toMatch(/p@ss|p%40ss|w%C3/);
  });

  it('the password is taken out of whatever the step says', async () => {
    await using proxy = await startProxy();
    const { outcome } = await run({
      HTTPS_PROXY: proxy.url.replace('//', '//user:hunter2-canary@'),
      VAULT_ROLE: 'hunter2-canary',
    });
    expect(outcome.step(0).exitStatus).toBe(3);
    expect(outcome.step(0).output).toContain('"****"');
    expect(outcome.step(0).output).not.toContain('hunter2-canary');
  });

  it('VAULT_PROXY_ADDR goes before HTTPS_PROXY and NO_PROXY', async () => {
    await using proxy = await startProxy();
    await using other = await startProxy();
    const { outcome } = await run({
      VAULT_PROXY_ADDR: proxy.url,
      HTTPS_PROXY: other.url,
      NO_PROXY: '*',
    });
    expect(outcome.succeeded).toBe(true);
    expect([proxy.requests.length, other.requests.length]).toEqual([1, 0]);
  });

  it('the name to check is the one that tls_server_name gives', async () => {
    await using proxy = await startProxy({ routes: { 'balancer.test:443': front.port } });
    const { outcome } = await run({
      VAULT_ADDR: 'https://balancer.test',
      VAULT_TLS_SERVER_NAME: 'vault.test',
      HTTPS_PROXY: proxy.url,
    });
    expect(outcome.succeeded).toBe(true);
    expect(front.serverNames.at(-1)).toBe('vault.test');
  });

  it('a server that shows a certificate for another name gets nothing', async () => {
    await using proxy = await startProxy({ routes: { 'balancer.test:443': front.port } });
    const before = front.connections;
    const { outcome } = await run({ VAULT_ADDR: 'https://balancer.test', HTTPS_PROXY: proxy.url });
    expect(outcome.step(0).exitStatus).toBe(5);
    expect(outcome.step(0).stderr).toContain('its certificate is for another name');
    expect(proxy.requests).toHaveLength(1);
    expect(front.connections).toBe(before);
  });

  it('the proxy may be one that is spoken to in TLS', async () => {
    const certificate = authority.issue({ names: ['IP:127.0.0.1'] });
    await using proxy = await startProxy({ certificate, credentials: 'u:pw' });
    const { outcome, token } = await run({ HTTPS_PROXY: proxy.url.replace('//', '//u:pw@') });
    expect(outcome.environment['APP_PASSWORD']).toBe(password);
    expect(proxy.requests.map(({ target }) => target)).toEqual(['vault.test:8200']);
    expect(proxy.received).not.toContain(token);
  });

  it('a proxy whose certificate nobody signed is told as such', async () => {
    await using proxy = await startProxy({ certificate: createTlsAuthority().issue() });
    const { outcome } = await run({ HTTPS_PROXY: proxy.url });
    expect(outcome.step(0).exitStatus).toBe(5);
    expect(outcome.step(0).stderr).toMatch(/TLS with .*, the proxy in HTTPS_PROXY, failed/);
    expect(proxy.requests).toEqual([]);
  });
});

describe('without the proxy', () => {
  it('goes what NO_PROXY exempts', async () => {
    await using proxy = await startConnectProxy();
    const environment = { HTTPS_PROXY: proxy.url, VAULT_ADDR: `https://0.0.0.0:${front.port}` };
    const direct = await run({ ...environment, NO_PROXY: 'example.com, 0.0.0.0/8' });
    expect(direct.outcome.succeeded).toBe(true);
    expect(proxy.requests).toEqual([]);
    const other = await run({ ...environment, NO_PROXY: 'example.com, 10.0.0.0/8' });
    expect(other.outcome.succeeded).toBe(true);
    expect(proxy.requests).toHaveLength(1);
  });

  it('goes what is on this machine, in TLS and without', async () => {
    await using proxy = await startConnectProxy();
    const proxies = { HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url, http_proxy: proxy.url };
    for (const address of [front.address, jobs.server.address]) {
      const { outcome } = await run({ ...proxies, VAULT_ADDR: address });
      expect(outcome.environment['APP_PASSWORD']).toBe(password);
    }
    expect(proxy.requests).toEqual([]);
  });
});

describe('a proxy that does not open the way', () => {
  const say = (text: string): ProxyWish => ({ answer: (client) => client.end(text) });

  it.each<[string, ProxyWish, string, string, string]>([
    ['asks for credentials', { credentials: 'u:p' }, 'PROXY_REFUSED', '(407)', 'user name'],
    ['forbids it', say('HTTP/1.1 403 Forbidden\r\n\r\nno'), 'PROXY_REFUSED', '(403)', 'its rules'],
    ['finds nobody', { routes: { 'vault.test:8200': 1 } }, 'PROXY_REFUSED', '(502)', 'not reach'],
    ['redirects', say('HTTP/1.1 302 Found\r\n\r\n'), 'PROXY_REFUSED', '(302)', 'no proxy'],
    ['says more than 200', say('HTTP/1.1 200 OK\r\n\r\nhi'), 'PROXY_REFUSED', '(200)', 'said more'],
    ['talks nonsense', say('SSH-2.0-canary\r\n'), 'VAULT_UNREACHABLE', 'HPE_', 'not speak HTTP'],
    [
      'has no end of headers',
      say(`HTTP/1.1 200 OK\r\nX: ${'canary'.repeat(20_000)}\r\n\r\n`),
      'VAULT_UNREACHABLE',
      'HPE_HEADER_OVERFLOW',
      'not speak HTTP',
    ],
    [
      'talks nonsense once it is open',
      {
        answer: (client) => {
          client.write('HTTP/1.1 200 OK\r\n\r\n');
          client.once('data', () => client.write('<html>canary</html>'));
        },
      },
      'TLS_FAILED',
      'ERR_SSL_',
      'does not speak TLS',
    ],
  ])('because it %s is asked once', async (_title, wish, code, detail, why) => {
    await using proxy = await startProxy(wish);
    const { outcome, token } = await run({ HTTPS_PROXY: proxy.url });
    const { exitStatus, stderr, output } = outcome.step(0);
    expect(exitStatus).toBe(5);
    expect(stderr).toContain(`code  ${code}`);
    expect(stderr).toContain(detail);
    expect(stderr).toContain(why);
    expect(stderr).toMatch(/\n {2}next {2}\S/);
    expect(output).not.toContain('canary');
    expect(proxy.requests).toHaveLength(1);
    expect(proxy.received).not.toContain(token);
    expect(outcome.bashEnv).toBeUndefined();
  });

  it('because it never answers, once the time is up', async () => {
    await using proxy = await startProxy({ answer: () => undefined });
    const steps = [loadSecrets(secrets, { timeout: '1s' })];
    const { outcome } = await run({ HTTPS_PROXY: proxy.url }, steps);
    expect(outcome.step(0).exitStatus).toBe(5);
    expect(outcome.step(0).stderr).toContain("The command's time was up");
    expect(proxy.requests).toHaveLength(1);
  });

  it('because it is none that is spoken to here', async () => {
    const { outcome } = await run({ HTTPS_PROXY: 'socks5://user:hunter2-pw@127.0.0.1:1080' });
    const { exitStatus, stderr, output } = outcome.step(0);
    expect(exitStatus).toBe(2);
    expect(stderr).toContain('The proxy in HTTPS_PROXY cannot be used');
    expect(output).not.toMatch(/socks5|hunter2|1080/);
  });
});
