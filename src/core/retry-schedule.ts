import type { NetworkFault } from './explain-network.ts';

/** How often one request may be sent, and for how long, from its first try on. */
export interface RetryBudget {
  readonly tries: number;
  readonly milliseconds: number;
}

/** What one try gave. */
export type TryOutcome =
  | { readonly fault: NetworkFault }
  | {
      readonly fault?: never;
      readonly status: number;
      /** The answer's errors, joined. */
      readonly said: string;
      /** Milliseconds that the server asks to wait; undefined when it does not. */
      readonly waitMs: number | undefined;
    };

/** Where a request stands after a try. */
export interface RetryState {
  /** How often it was sent. */
  readonly tries: number;
  /** Milliseconds since its first try. */
  readonly elapsedMs: number;
  /**
   * Whether the token may be too new for a replica: a 403 counts then as
   * temporary for a moment.
   */
  readonly isTokenNew: boolean;
}

const baseMs = 500;
const capMs = 8000;
const longestWaitMs = 30_000;
const newToken = { tries: 4, capMs: 650 };

/**
 * Milliseconds to wait before the request is sent again, or undefined when it is
 * not: what the server asks for, and full jitter (a random part of a bound that
 * doubles), so that those who were refused together do not come back together.
 * OpenBao's quotas ask for 0 s. `random` is from 0 to 1.
 */
export function planRetry(
  outcome: TryOutcome,
  { tries, elapsedMs, isTokenNew }: RetryState,
  budget: RetryBudget,
  random: number,
): number | undefined {
  const mostTries = countTries(outcome, isTokenNew, budget.tries);
  if (tries >= mostTries) return undefined;
  const isNewTokenRefused = outcome.fault === undefined && outcome.status === 403;
  const bound = isNewTokenRefused ? newToken.capMs : Math.min(capMs, baseMs * 2 ** (tries - 1));
  const asked = outcome.fault === undefined ? (outcome.waitMs ?? 0) : 0;
  const wait = asked + random * bound;
  const isTooLong = asked > longestWaitMs || elapsedMs + wait > budget.milliseconds;
  return isTooLong ? undefined : wait;
}

/** How often a request with that outcome is sent in all; 1 for one that another try cannot mend. */
function countTries(outcome: TryOutcome, isTokenNew: boolean, most: number): number {
  if (outcome.fault !== undefined) return countFaultTries(outcome.fault, most);
  const { status, said } = outcome;
  switch (status) {
    case 403:
      return isTokenNew ? newToken.tries : 1;
    case 412:
      // An agent in front says so of a header that is missing; no wait mends that.
      return /X-Vault-Request/i.test(said) ? 1 : most;
    case 503:
      return /sealed/i.test(said) ? 3 : most;
    default:
      return temporaryStatuses.includes(status) ? most : 1;
  }
}

const temporaryStatuses = [408, 429, 472, 473, 474, 500, 502, 504];
const temporaryCodes = [
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
];

function countFaultTries(fault: NetworkFault, most: number): number {
  if (fault.kind === 'phase too slow') return most;
  if (fault.kind === 'redirect') return fault.isTemporary ? most : 1;
  if (fault.kind !== 'error') return 1;
  // A name that is not known is sooner a mistake than a moment's trouble.
  if (fault.code === 'ENOTFOUND') return 2;
  return temporaryCodes.includes(fault.code) ? most : 1;
}

/**
 * Milliseconds that a `Retry-After` asks for (RFC 9110 10.2.3: seconds or a
 * date); undefined for none and for one that cannot be read. `now` is in
 * milliseconds since 1970.
 */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = /^[A-Z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
