import { describeFailure, Failed, type Failure } from '../core/failure.ts';
import type { Report } from '../ports.ts';

/** The failure of something that cannot be; `why` is a clause. */
export function describeFault(why: string): Failure {
  return describeFailure('INTERNAL_FAULT', {
    what: 'This orb has a fault of its own.',
    why,
    next: ['report it to the maintainers of this orb, with the command and its parameters'],
  });
}

/** Tells any error as failures and gives the exit status; an unknown one tells its type alone. */
export function settleError(error: unknown, report: Report): number {
  const failures =
    error instanceof Failed
      ? error.failures
      : [describeFault(`an unexpected ${error instanceof Error ? error.name : typeof error}`)];
  report.fail(failures);
  return failures[0]?.status ?? 70;
}
