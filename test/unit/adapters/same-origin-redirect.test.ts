import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from '../../../src/adapters/http-transport.ts';
import { exchangeWithinOrigin } from '../../../src/adapters/same-origin-redirect.ts';

const url = new URL('https://vault.example/v1/auth/jwt/login');

/** Asks for the address above and gets these answers, one after the other. */
function exchange(...answers: readonly (readonly [status: number, location: string])[]) {
  const left = answers.map(
    ([status, location]): HttpAnswer => ({ status, headers: { location }, text: '' }),
  );
  const transport = {
    exchange: async (): Promise<HttpAnswer> =>
      left.shift() ?? { status: 200, headers: {}, text: '' },
    close: () => undefined,
  };
  const request = { method: 'POST', url, headers: {}, body: '{}' };
  return exchangeWithinOrigin(transport, request, new AbortController().signal);
}

describe('a redirect away', () => {
  it('to a leader, by a standby that cannot reach it, is temporary', async () => {
    const leader = 'https://leader.example:8200/v1/auth/jwt/login';
    await expect(exchange([307, leader])).rejects.toMatchObject({
      fault: { kind: 'redirect', host: 'leader.example:8200', isTemporary: true },
    });
  });

  it.each<[string, number, string]>([
    ['for good, to the same path', 308, 'https://leader.example/v1/auth/jwt/login'],
    ['to another name, with 301', 301, 'https://www.vault.example/v1/auth/jwt/login'],
    ['to a page that signs people in', 307, 'https://sso.example/sign-in?from=vault'],
  ])('%s is not', async (_title, status, location) => {
    await expect(exchange([status, location])).rejects.toMatchObject({
      fault: { kind: 'redirect', isTemporary: false },
    });
  });
});

describe('a standby whose leader goes by the address of the balancer before them', () => {
  const balancer: [number, string] = [307, url.href];

  it('is followed to the balancer', async () => {
    expect(await exchange(balancer)).toMatchObject({ status: 200 });
  });

  it.each([
    ['the balancer again', url],
    ['another server', new URL('https://leader.example/v1/auth/jwt/login')],
  ])('and is not followed from there to %s, which is temporary', async (_title, { host, href }) => {
    await expect(exchange(balancer, [307, href])).rejects.toMatchObject({
      fault: { kind: 'redirect', host, isTemporary: true },
    });
  });
});
