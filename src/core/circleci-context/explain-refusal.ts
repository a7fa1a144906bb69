import { describeAdministrationFailure } from '../administration/administration-failures.ts';
import { tokenVariables } from '../circleci-access.ts';
import type { Failure } from '../failure.ts';

/** How CircleCI's API said no. */
export interface CircleCiRefusal {
  readonly status: number;
  /** Its `message`; it may echo what was sent. */
  readonly said: string;
}

const tokens = tokenVariables.join(' or ');

/** The failure that a refusal is; `wanted` says what was refused, such as "create the context x". */
export function explainCircleCiRefusal({ status, said }: CircleCiRefusal, wanted: string): Failure {
  const what = `CircleCI refused to ${wanted} (${status}).`;
  const words = said === '' ? '' : `: "${said}"`;
  switch (status) {
    case 401:
      return describeAdministrationFailure('CIRCLECI_TOKEN_REFUSED', {
        what,
        why: `the token in ${tokens} is not known${words}`,
        next: [
          'make a personal API token in the user settings of CircleCI: a project token cannot do this',
          'for a CircleCI server, give its address with --host',
        ],
      });
    case 403:
      return describeAdministrationFailure('CIRCLECI_FORBIDDEN', {
        what,
        why: `the token's owner may not do that${words}`,
        next: [
          'let an administrator of the organization do it: restrictions need one, contexts a member',
          'where the context is restricted to groups, be a member of one of them',
        ],
      });
    case 404:
      return describeAdministrationFailure('CIRCLECI_NOT_FOUND', {
        what,
        why: `it is not there, or the token's owner may not see it${words}`,
        next: [
          'compare the organization with Organization Settings > Overview, and the project with Project Settings > Overview',
        ],
      });
    case 429:
      return describeUnavailable(what, `it asks for fewer requests${words}`);
    default:
      return status >= 500 || status === 408
        ? describeUnavailable(what, `it has trouble of its own${words}`)
        : describeAdministrationFailure('CIRCLECI_REFUSED', {
            what,
            why: said === '' ? 'it does not say why' : `it says: "${said}"`,
            next: ['compare the options with what CircleCI shows, and correct them'],
          });
  }
}

function describeUnavailable(what: string, why: string): Failure {
  return describeAdministrationFailure('CIRCLECI_UNAVAILABLE', {
    what,
    why,
    next: ['run the command again later: what was done already is found and kept'],
  });
}
