import { roundToHundredths } from '../../scripts/bench/statistics.ts';
import type { AvailabilityResults } from '../../scripts/document/availability-results.ts';
import type { PassedRequest } from '../support/balancer.ts';
import type { HelperOutcome } from './helper-jobs.ts';

/** How often the helper sent the request that it sent most often. */
export function countTries({ requests }: Pick<HelperOutcome, 'requests'>): number {
  const names = requests.map(({ method, path }) => `${method} ${path}`);
  return Math.max(...names.map((name) => names.filter((other) => other === name).length));
}

/** Those tries over helpers. */
export function summarizeTries(
  outcomes: readonly Pick<HelperOutcome, 'requests'>[],
): AvailabilityResults['leaderLoss']['tries'] {
  const tries = outcomes.map(countTries);
  const sum = tries.reduce((before, one) => before + one, 0);
  return { mean: roundToHundredths(sum / tries.length), max: Math.max(...tries) };
}

/** How many helpers have a token that no revocation ended. */
export function countTokensLeft(outcomes: readonly Pick<HelperOutcome, 'requests'>[]): number {
  const answered = (
    { requests }: Pick<HelperOutcome, 'requests'>,
    asked: RegExp,
    granted: number,
  ): boolean => requests.some(({ path, status }) => asked.test(path) && status === granted);
  return outcomes.filter(
    (outcome) => answered(outcome, /\/login$/, 200) && !answered(outcome, /\/revoke-self$/, 204),
  ).length;
}

/** How often each status came back; `cut` is none. */
export function countAnswers(
  requests: readonly Pick<PassedRequest, 'status'>[],
): AvailabilityResults['leaderLoss']['answers'] {
  const names = requests.map(({ status }) => String(status ?? 'cut')).sort();
  return Object.fromEntries(
    names.map((name) => [name, names.filter((other) => other === name).length]),
  );
}
