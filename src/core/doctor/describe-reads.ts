import type { Failure } from '../failure.ts';
import type { Finding } from './finding.ts';

/** The findings of what a config reads and no job could, and of what only a running job knows. */
export function describeReads(
  subject: string,
  { failures, notes }: { readonly failures: readonly Failure[]; readonly notes: readonly string[] },
  isNamed: boolean,
): Finding[] {
  return [
    ...failures.map(
      ({ what, why, next }): Finding => ({
        level: isNamed ? 'FAIL' : 'WARN',
        code: 'REFERENCE_UNUSABLE',
        subject,
        what: `has a job that fails: ${what.replace(/\.$/, '')}`,
        why,
        next,
      }),
    ),
    ...notes.map(
      (note): Finding => ({
        level: 'WARN',
        code: 'REFERENCE_UNJUDGED',
        subject,
        what: 'may have to read more than is judged here',
        why: note,
        next: [],
      }),
    ),
  ];
}
