import { createCircleCi } from '../adapters/circleci-api.ts';
import { openTransport } from '../adapters/open-transport.ts';
import type { CircleCi } from '../administration-ports.ts';
import { describeAdministrationFailure } from '../core/administration/administration-failures.ts';
import {
  circleCiCloud,
  hostVariables,
  isCircleCiHost,
  isCircleCiToken,
  readEither,
  tokenVariables,
} from '../core/circleci-access.ts';
import type { Environment } from '../core/expansion.ts';
import { describeFailure, Failed } from '../core/failure.ts';
import { Secret } from '../core/secret.ts';
import { version } from '../version.ts';
import type { Surroundings } from './cli-command.ts';

// Of a certificate of its own nothing is told here: Node's list is what counts.
const plainTls = {
  ca_certificate: undefined,
  client_certificate: undefined,
  client_key: undefined,
  tls_server_name: '',
  skip_verify: false,
};
const longestMs = 120_000;

/** Lends CircleCI's API for the command's time, and closes the connection. Throws `Failed`. */
export async function lendCircleCi<Result>(
  statedHost: string,
  token: Secret<string>,
  { environment, report, end }: Surroundings,
  use: (circleCi: CircleCi) => Promise<Result>,
): Promise<Result> {
  const host = findCircleCiHost(statedHost, environment);
  report.conceal(token);
  end.limitTime(longestMs);
  const transport = openTransport(host, plainTls, environment, report);
  try {
    const connection = { host, token, transport, deadline: end.signal };
    const userAgent = `vault-oidc/${version}`;
    return await use(createCircleCi({ ...connection, userAgent, onDelay: report.explainDelay }));
  } finally {
    transport.close();
  }
}

/** The person's token, from either of its variables; undefined when neither is set. Throws `Failed`. */
export function findCircleCiToken(environment: Environment): Secret<string> | undefined {
  const tokens = readEither(environment, tokenVariables);
  const [token] = tokens;
  const why =
    tokens.length > 1 ? 'they differ' : 'it holds a blank or a character that no token has';
  if (token === undefined) return undefined;
  if (tokens.length === 1 && isCircleCiToken(token)) return new Secret(token);
  throw new Failed([
    describeAdministrationFailure('CIRCLECI_TOKEN_REFUSED', {
      what: `The token in ${tokenVariables.join(' or ')} cannot be used.`,
      why,
      next: ['set one of them alone, to a personal API token of CircleCI'],
    }),
  ]);
}

/** The failure of a command that needs the token and finds none. */
export function requireCircleCiToken(environment: Environment): Secret<string> {
  const token = findCircleCiToken(environment);
  if (token !== undefined) return token;
  throw new Failed([
    describeAdministrationFailure('CIRCLECI_TOKEN_MISSING', {
      what: 'There is no CircleCI token to work with.',
      why: `neither ${tokenVariables.join(' nor ')} is set`,
      next: [
        'make a personal API token in the user settings of CircleCI, and set CIRCLE_TOKEN',
        'or take --as circleci-commands, which needs none',
      ],
    }),
  ]);
}

/**
 * The origin of CircleCI, without a slash at its end: as stated, else as one of its variables
 * has it. Throws `Failed`.
 */
export function findCircleCiHost(stated: string, environment: Environment): string {
  const hosts = stated === '' ? readEither(environment, hostVariables) : [stated];
  const [host = circleCiCloud] = hosts;
  const isUsable = hosts.length <= 1 && isCircleCiHost(host);
  if (isUsable) return host.replace(/\/+$/, '');
  throw new Failed([
    describeFailure('PARAMETER_INVALID', {
      what: `The address of CircleCI in ${hostVariables.join(' or ')} cannot be used.`,
      why: hosts.length > 1 ? 'they differ' : 'it is not https:// and a name',
      next: ['unset them for circleci.com, or give --host'],
    }),
  ]);
}
