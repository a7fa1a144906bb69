import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NetworkFault } from '../../../src/core/explain-network.ts';
import {
  planRetry,
  type RetryBudget,
  type RetryState,
  readRetryAfter,
  type TryOutcome,
} from '../../../src/core/retry-schedule.ts';

const budget: RetryBudget = { tries: 10, milliseconds: 45_000 };
const firstTry: RetryState = { tries: 1, elapsedMs: 0, isTokenNew: false };

function answer(status: number, said = '', waitMs?: number): TryOutcome {
  return { status, said, waitMs };
}

function plan(outcome: TryOutcome, state: Partial<RetryState> = {}): number | undefined {
  return planRetry(outcome, { ...firstTry, ...state }, budget, 0.5);
}

/** How often a request is sent in all when every try gives the same. */
function countTries(outcome: TryOutcome, isTokenNew = false): number {
  let tries = 1;
  while (plan(outcome, { tries, isTokenNew }) !== undefined) tries += 1;
  return tries;
}

describe('how often a request is sent', () => {
  it.each([
    [400, '', 1],
    [401, '', 1],
    [403, 'permission denied', 1],
    [404, '', 1],
    [405, '', 1],
    [408, '', 10],
    [412, 'required index state not present', 10],
    [412, 'missing "X-Vault-Request" header', 1],
    [413, '', 1],
    [418, '', 1],
    [423, '', 1],
    [429, 'rate limit quota exceeded', 10],
    [472, '', 10],
    [473, '', 10],
    [474, '', 10],
    [500, 'local node not active but active cluster node not found', 10],
    [501, '', 1],
    [502, '', 10],
    [503, '', 10],
    [503, 'Vault is sealed', 3],
    [504, '', 10],
    [530, '', 1],
    [200, '', 1],
  ])('status %i %s: %i times', (status, said, times) => {
    expect(countTries(answer(status, said))).toBe(times);
  });

  it.each<[NetworkFault, number]>([
    [{ kind: 'error', code: 'ECONNREFUSED' }, 10],
    [{ kind: 'error', code: 'ECONNRESET' }, 10],
    [{ kind: 'error', code: 'EPIPE' }, 10],
    [{ kind: 'error', code: 'ETIMEDOUT' }, 10],
    [{ kind: 'error', code: 'EAI_AGAIN' }, 10],
    [{ kind: 'error', code: 'ENETUNREACH' }, 10],
    [{ kind: 'error', code: 'EHOSTUNREACH' }, 10],
    [{ kind: 'error', code: 'ENOTFOUND' }, 2],
    [{ kind: 'error', code: 'CERT_HAS_EXPIRED' }, 1],
    [{ kind: 'error', code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 1],
    [{ kind: 'error', code: 'EPROTO' }, 1],
    [{ kind: 'phase too slow', phase: 'connecting', seconds: 10 }, 10],
    [{ kind: 'deadline' }, 1],
    [{ kind: 'redirect', host: 'elsewhere.example', isTemporary: false }, 1],
    [{ kind: 'redirect', host: 'leader.example', isTemporary: true }, 10],
    [{ kind: 'too large', mebibytes: 10 }, 1],
    [{ kind: 'unreadable', status: 200, contentType: 'text/html' }, 1],
  ])('%j: %i times', (fault, times) => {
    expect(countTries({ fault })).toBe(times);
  });

  it('is four after a 403 while the token may be too new', () => {
    expect(countTries(answer(403), true)).toBe(4);
    expect(plan(answer(403), { isTokenNew: true })).toBeLessThan(2000 / 3);
  });
});

describe('the wait before the next try', () => {
  it('is a random part of a bound that doubles up to 8 s', () => {
    const bounds = [1, 2, 3, 4, 5, 6, 7].map((tries) =>
      planRetry(answer(500), { ...firstTry, tries }, budget, 1),
    );
    expect(bounds).toEqual([500, 1000, 2000, 4000, 8000, 8000, 8000]);
  });

  it.each([
    [429, 0, [0, 500]],
    [429, 7000, [7000, 7500]],
    [503, 30_000, [30_000, 30_500]],
    [429, 30_001, [undefined, undefined]],
  ])('after %i that asks for %i ms is that, and a random part on top', (status, asked, waits) => {
    const outcome = answer(status, '', asked);
    expect([0, 1].map((random) => planRetry(outcome, firstTry, budget, random))).toEqual(waits);
  });

  it('never leads past the budget, whatever came before', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 60_000 }),
        fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: undefined }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (tries, elapsedMs, waitMs, random) => {
          const state = { tries, elapsedMs, isTokenNew: false };
          const wait = planRetry(answer(429, '', waitMs), state, budget, random);
          if (wait === undefined) return;
          expect(wait).toBeGreaterThanOrEqual(0);
          expect(elapsedMs + wait).toBeLessThanOrEqual(budget.milliseconds);
          expect(tries).toBeLessThan(budget.tries);
        },
      ),
    );
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-11-24T12:00:00Z');
  it.each([
    ['1', 1000],
    [' 120 ', 120_000],
    ['0', 0],
    ['9999', 9_999_000],
    ['Tue, 24 Nov 2026 12:00:30 GMT', 30_000],
    ['Tue, 24 Nov 2026 11:00:00 GMT', 0],
    ['-1', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j asks for %j ms', (header, milliseconds) => {
    expect(readRetryAfter(header, now)).toBe(milliseconds);
  });
});
