import { describeAdministrationFailure } from '../administration/administration-failures.ts';
import { Failed } from '../failure.ts';

/** Ends the work on a config that must be edited by hand; `why` says what is in the way. */
export function refuseConfig(why: string, next = byHand): Failed {
  return new Failed([
    describeAdministrationFailure('CONFIG_NOT_EDITABLE', {
      what: 'The config cannot be extended by a program.',
      why,
      next: [next],
    }),
  ]);
}

const byHand =
  'add the orb, the step and the context by hand; without a config, this command shows a whole one';
