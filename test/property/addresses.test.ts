import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HttpAnswer, HttpTransport } from '../../src/adapters/http-transport.ts';
import { exchangeWithinOrigin } from '../../src/adapters/same-origin-redirect.ts';
import { parseAddress } from '../../src/inputs/address.ts';
import { Problem } from '../../src/inputs/input.ts';
import { anyText } from '../support/arbitrary-text.ts';

const canary = 'hunter2-canary';

/** Text made of what addresses are made of, in any order. */
const nearlyAddress = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      ...['https://', 'http://', 'HTTPS://', 'ftp://', 'file:///', 'javascript:', '//', ':', '/'],
      ...['vault.example', 'v\u0430ult', 'localhost', '127.0.0.1', '127.1', '0x7f.1', '[::1]'],
      ...['169.254.169.254', '[::ffff:127.0.0.1]', '127.0.0.1.example', 'localhost.', ':8200'],
      ...[
        ':99999',
        `user:${canary}@`,
        `${canary}@`,
        `:${canary}@`,
        '@',
        '/v1',
        '/ui',
        '/v1/',
        '/proxy',
        '//v1',
      ],
      ...['..', '%2e%2e', '%2f', '\\', '?', '#', '?x=1', '#f', ' ', '\t', '\n', '$VAULT', '\ufeff'],
    ),
    anyText,
  ),
  maxLength: 8,
});

const startOfAddress = fc.constantFrom(
  ...['https://', 'http://', ' https://', 'http://127.0.0.1', `https://:${canary}@vault.example`],
);
const address = fc.oneof(
  nearlyAddress,
  fc.tuple(startOfAddress, nearlyAddress).map((parts) => parts.join('')),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  anyText,
);

describe('an address', () => {
  it('is one that a token may go to, or is refused without telling what it held', () => {
    const read = (text: string): void => {
      const parsed = parseAddress(text);
      if (parsed instanceof Problem) {
        expect(parsed.text).not.toContain(canary);
        return;
      }
      const url = new URL(parsed);
      expect(url.href.replace(/\/$/, '')).toBe(parsed);
      for (const { username, password, search, hash } of [url, new URL(text.trim())]) {
        expect([username, password, search, hash].join('')).toBe('');
      }
      const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
      expect(isLocal ? ['http:', 'https:'] : ['https:']).toContain(url.protocol);
      expect(parseAddress(parsed)).toBe(parsed);
    };
    fc.assert(fc.property(address, read), { numRuns: 5000 });
  });
});

describe('a redirect', () => {
  const location = fc.oneof(
    address,
    fc.constantFrom('/v1/other', 'other', '?x', '', `https://user:${canary}@vault.example/x`),
    fc.constantFrom('https://vault.example:443/x', 'https://vault.example:8200/x', '//evil/x'),
  );

  it('is followed once, and to the same scheme, host and port alone', async () => {
    const follow = async (target: string, status: number): Promise<void> => {
      const asked: URL[] = [];
      const answer: HttpAnswer = { status, headers: { location: target }, text: '' };
      const transport: HttpTransport = {
        exchange: async ({ url }) => {
          asked.push(url);
          return answer;
        },
        close: () => undefined,
      };
      const url = new URL('https://vault.example/v1/secret/a');
      const request = { method: 'GET', url, headers: {}, body: undefined };
      const exchange = exchangeWithinOrigin(transport, request, AbortSignal.timeout(10_000));
      await expect(exchange).rejects.toMatchObject({ fault: { kind: 'redirect' } });
      expect(asked.length).toBeLessThanOrEqual(2);
      expect(asked.filter(({ origin }) => origin !== url.origin)).toEqual([]);
    };
    const status = fc.integer({ min: 300, max: 399 });
    await fc.assert(fc.asyncProperty(location, status, follow), { numRuns: 2000 });
  });
});
