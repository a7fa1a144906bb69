import { request as requestHttp } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectFailure } from '../support/expect-failure.ts';
import { answerErrors, type Fault, startFaultyServer } from '../support/faulty-server.ts';
import { auth } from '../support/session-steps.ts';
import { startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

let jobs: VaultJobs;
beforeEach(async () => {
  jobs = await startVaultJobs();
});
afterEach(() => jobs.stop());

/** Runs a job that only logs in; gives its one failure. */
async function refuse(status: number, code: string, parameters: object = {}, VAULT_ADDR?: string) {
  const { told } = await expectFailure(
    jobs,
    {
      steps: [auth({ timeout: '4s', ...parameters })],
      ...(VAULT_ADDR === undefined ? {} : { environment: { VAULT_ADDR } }),
    },
    { status, codes: [code] },
  );
  return told[0];
}

/** The `id` that an answer gives under `data`. */
function readId(answer: unknown, name: string): string {
  const { data } = { data: {}, ...Object(answer) };
  return String(Object(data)[name]);
}

describe('a server that', () => {
  it('cannot get the keys of the issuer says so, and who must reach it', async () => {
    const { server, issuer } = jobs;
    await issuer.stop();
    await server.write('sys/plugins/reload/backend', { plugin: 'jwt' });
    const told = await refuse(3, 'LOGIN_KEYS_UNREACHABLE');
    expect(told?.why).toContain(`the Vault server cannot get the keys of ${issuer.issuer}`);
    expect(told?.why).toContain('connection refused');
    expect(told?.next).toEqual([
      `let the Vault server reach ${issuer.issuer}, and run the job again`,
    ]);
  });

  it('wants a second factor is told, and not as a fault', async () => {
    const { server } = jobs;
    const mounts: unknown = await server.read('sys/auth');
    const method = await server.write('identity/mfa/method/totp', { issuer: 'vault' });
    const { 'jwt/': jwt } = { 'jwt/': {}, ...Object(Object(mounts).data) };
    await server.write('identity/mfa/login-enforcement/all', {
      mfa_method_ids: [readId(method, 'method_id')],
      auth_method_accessors: [readId({ data: jwt }, 'accessor')],
    });
    const told = await refuse(3, 'LOGIN_UNSUPPORTED');
    expect(told?.why).toMatch(/^it wants a second factor \(login MFA\)\n/);
    expect(told?.next).toEqual(['free auth/jwt from its login enforcement']);
  });

  it('has a CEL program against it is told what the program says', async () => {
    const { server, issuer } = jobs;
    await server.write('auth/jwt/cel/role/programmed', {
      cel_program: { expression: 'false' },
      bound_audiences: [issuer.organizationId],
    });
    const told = await refuse(3, 'LOGIN_REFUSED', { auth_mount: 'jwt/cel', role: 'programmed' });
    expect(told?.why).toContain("CEL role 'programmed' blocked authorization");
    expect(told?.next[0]).toContain('vault read auth/jwt/cel/role/programmed');
  });

  it('limits the rate is told with what to raise', async () => {
    await jobs.server.write('sys/quotas/rate-limit/logins', {
      path: 'auth/jwt/',
      rate: 0.001,
      interval: '1h',
    });
    await jobs.server.request('POST', 'auth/jwt/login', '', {});
    const told = await refuse(5, 'VAULT_UNAVAILABLE');
    expect(told?.what).toBe('Vault could not answer the log-in (429).');
    expect(told?.why).toContain('rate limit quota exceeded');
    expect(told?.next[0]).toContain('run fewer jobs at once');
  });

  it('is sealed is told with who can help', async () => {
    await jobs.server.write('sys/seal', {});
    const told = await refuse(5, 'VAULT_UNAVAILABLE');
    expect(told?.why).toBe('Vault says "Vault is sealed"');
    expect(told?.next).toEqual(['ask the operators to unseal Vault']);
  });

  it('gives batch tokens lets the job in', async () => {
    await jobs.server.write('auth/jwt/role/deploy', {
      role_type: 'jwt',
      user_claim: 'sub',
      token_type: 'batch',
      bound_audiences: [jobs.issuer.organizationId],
    });
    const outcome = await jobs.run({ steps: [auth()] });
    expect(outcome.step(0)).toMatchObject({ exitStatus: 0, stderr: '' });
    expect(outcome.environment['VAULT_TOKEN']).toMatch(/^(hv)?b\./);
  });
});

describe('a proxy in front that', () => {
  it('asks for a wrapped answer is told, and the wrapping token is not', async () => {
    const { address } = jobs.server;
    const wrap: Fault = (response, request) => {
      const { method, url = '', headers } = request;
      const wrapping = { ...headers, 'x-vault-wrap-ttl': '60' };
      const sent = requestHttp(new URL(url, address), { method, headers: wrapping }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      request.pipe(sent);
    };
    await using proxy = await startFaultyServer({ findFault: () => wrap });
    const told = await refuse(3, 'LOGIN_UNSUPPORTED', {}, proxy.address);
    expect(told?.why).toMatch(/^it wrapped its answer\n/);
    expect(told?.next).toEqual(['look for a proxy or agent that adds X-Vault-Wrap-TTL']);
    expect(JSON.stringify(told)).not.toMatch(/\bs\.[A-Za-z0-9]{20}/);
  });
});

describe('the clock of a server', () => {
  const before = 'error validating token: ';
  it.each([
    ['ahead of', 330_000, `${before}invalid expiration time (exp) claim: token is expired`],
    ['behind', -330_000, `${before}invalid not before (nbf) claim: token not yet valid`],
    ['behind', -330_000, `${before}invalid issued at (iat) claim: token issued in the future`],
  ])('that is %s ours is told with by how much', async (place, aheadMs, said) => {
    const findFault = (): Fault => (response, request) => {
      response.setHeader('date', new Date(Date.now() + aheadMs).toUTCString());
      answerErrors(400, said)(response, request);
    };
    await using server = await startFaultyServer({ findFault });
    const told = await refuse(3, 'LOGIN_TIME_REFUSED', {}, server.address);
    const difference = /that clock is (\d+) s (.+) this machine's/.exec(told?.why ?? '');
    expect(difference?.[2]).toBe(place);
    // A step on a busy machine may take some seconds between the two readings.
    expect(Math.abs(Number(difference?.[1]) - 330)).toBeLessThan(20);
    expect(told?.next[0]).toMatch(/^set the clock that is wrong/);
  });
});

describe('words that no server here gives', () => {
  it.each([
    [404, 'no handler for route "auth/jwt/login". route entry not found.', 'LOGIN_DENIED'],
    [400, 'missing client token', 'LOGIN_DENIED'],
    [400, 'it is full moon', 'LOGIN_REFUSED'],
  ])('are explained too: %i %s', async (status, said, code) => {
    await using server = await startFaultyServer({ findFault: () => answerErrors(status, said) });
    const told = await refuse(3, code, {}, server.address);
    expect(told?.why).toContain(said);
  });
});
