import { describeFailure, type Failure } from '../core/failure.ts';

/** What is wrong with options that were given beside `--as`; empty for nothing. */
export function refuseBesideForm({
  apply,
  json,
}: {
  readonly apply: boolean;
  readonly json: boolean;
}): Failure[] {
  if (!(apply || json)) return [];
  return [
    describeFailure('PARAMETER_INVALID', {
      what: 'The option --as cannot be used together with --apply or --json.',
      why: 'it prints what another program is to apply, and that alone',
      next: ['leave out --as, or the other'],
    }),
  ];
}
