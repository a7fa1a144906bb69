import { setTimeout as sleep } from 'node:timers/promises';
import { planRetry, type RetryBudget, type TryOutcome } from '../core/retry-schedule.ts';
import { NetworkFailure } from './http-transport.ts';

/** What bounds the tries of one request. */
export interface RetryContext<Answer> {
  readonly budget: RetryBudget;
  /** Ends the waiting between two tries. */
  readonly deadline: AbortSignal;
  /** What the schedule has to know of an answer. */
  readonly describe: (answer: Answer) => TryOutcome;
  /** Asked after a 403: whether the token may be too new for the server that answered. */
  readonly isTokenNew: () => Promise<boolean>;
  /** Told why the request is sent again. */
  readonly onRetry: (outcome: TryOutcome) => void;
}

/**
 * The one retry layer: sends until the answer is final, or gives the last one
 * when the budget or the time is up: what troubles the server says more than
 * that. Throws the last `NetworkFailure` likewise.
 */
export async function exchangeWithRetries<Answer>(
  send: () => Promise<Answer>,
  { budget, deadline, describe, isTokenNew, onRetry }: RetryContext<Answer>,
): Promise<Answer> {
  const started = performance.now();
  let result = await keepFailure(send());
  for (let tries = 1; ; tries += 1) {
    const outcome = result instanceof NetworkFailure ? result : describe(result);
    const state = {
      tries,
      elapsedMs: performance.now() - started,
      isTokenNew: outcome.fault === undefined && outcome.status === 403 && (await isTokenNew()),
    };
    const waitMs = planRetry(outcome, state, budget, Math.random());
    if (waitMs === undefined) break;
    onRetry(outcome);
    // Once the time is up it ends at once, and so does the try that follows.
    await sleep(waitMs, undefined, { signal: deadline }).catch(() => undefined);
    const next = await keepFailure(send());
    if (next instanceof NetworkFailure && next.fault.kind === 'deadline') break;
    result = next;
  }
  if (result instanceof NetworkFailure) throw result;
  return result;
}

async function keepFailure<Answer>(answer: Promise<Answer>): Promise<Answer | NetworkFailure> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof NetworkFailure) return error;
    throw error;
  }
}
