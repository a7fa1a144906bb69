import {
  circleCiCloud,
  hostVariables,
  isCircleCiHost,
  isCircleCiToken,
  readEither,
  tokenVariables,
} from '../../src/core/circleci-access.ts';
import { Secret } from '../../src/core/secret.ts';
import { type Refusal, Refused } from '../refusal.ts';

/** Where the registry is, and the right to publish there. */
export interface Access {
  /** The origin of CircleCI, without a slash at its end. */
  readonly host: string;
  /** Undefined when the environment holds none. */
  readonly token: Secret<string> | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads token and host, each from either of its variables; throws `Refused` for what no CLI could use. */
export function readAccess(environment: Environment): Access {
  const token = readOne(environment, tokenVariables);
  const host = readOne(environment, hostVariables) ?? circleCiCloud;
  if (!isCircleCiHost(host)) {
    throw refuse({
      what: 'The address of CircleCI is wrong.',
      why: `${hostVariables.join(' or ')} is not https:// and a name (http:// only for this machine)`,
      next: ['unset it for circleci.com, or set it to the address of your server'],
    });
  }
  if (token !== undefined && !isCircleCiToken(token)) {
    throw refuse({
      what: 'The token is not one of CircleCI.',
      why: `${tokenVariables.join(' or ')} holds a blank or a character that no token has`,
      next: ['copy the token anew; it is one word'],
    });
  }
  return {
    host: new URL(host).origin,
    token: token === undefined ? undefined : new Secret(token),
  };
}

/** Why the CLI is not called without a token; empty when there is one. */
export function checkToken({ token }: Access): Refusal[] {
  if (token !== undefined) return [];
  return [
    {
      what: 'There is no token for CircleCI.',
      why: `neither ${tokenVariables.join(' nor ')} is set`,
      next: [
        'make a personal API token in the user settings of CircleCI, and put it into CIRCLECI_CLI_TOKEN',
        'in a CircleCI job, put it into a context that the job uses',
      ],
    },
  ];
}

function readOne(environment: Environment, names: readonly string[]): string | undefined {
  const values = readEither(environment, names);
  if (values.length > 1) {
    throw refuse({
      what: `${names.join(' and ')} differ.`,
      why: 'each generation of the CircleCI CLI reads another of them',
      next: ['set one of them alone'],
    });
  }
  return values[0];
}

function refuse(refusal: Refusal): Refused {
  return new Refused([refusal]);
}
