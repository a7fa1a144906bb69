import createClient from 'node-vault';
import { explainNetworkFault } from '../core/explain-network.ts';
import { Failed } from '../core/failure.ts';
import { encodePath } from '../core/read-plan.ts';
import type { Secret } from '../core/secret.ts';
import type { SessionScope } from '../core/session.ts';
import { readLogin, readMount, readSecretAnswer } from '../core/vault-answers.ts';
import type { Answered, Vault } from '../ports.ts';
import { NetworkFailure } from './http-transport.ts';
import {
  type ClientRequest,
  createVaultExchange,
  type Patience,
  Refused,
  type VaultConnection,
} from './vault-exchange.ts';

// The time is the bound: a cluster may have no leader for 20 s, and fewer tries would be
// spent by then where the random pauses turn out short.
const loginBudget = { tries: 16, milliseconds: 45_000 };
const readBudget = { tries: 16, milliseconds: 30_000 };
// Counted from the revocation's start, for it also ends a command whose time was up:
// that step must not be held up for long.
const revokeBudget = { tries: 5, milliseconds: 10_000 };
const lateRevokeMs = 1500;

/** node-vault as the API client, over our transport, narrowed to what the commands need. */
export function createVault(
  { address, namespace }: Pick<SessionScope, 'address' | 'namespace'>,
  connection: VaultConnection,
): Vault {
  const { host } = new URL(address);
  const exchange = createVaultExchange(address, connection);

  const connect = (token: Secret<string> | undefined, patience: Patience) => {
    const client = createClient({
      apiVersion: 'v1',
      endpoint: address,
      // Its own would log what is sent, tokens among it.
      debug: () => undefined,
      // Paths and bodies are ours; it has nothing to check or to fill in.
      tv4: Object.assign(() => true, { validate: () => true }),
      mustache: {},
      commands: {},
      'request-promise': {
        defaults: () => async (request: ClientRequest) => ({
          ...(await exchange.send(request, patience)),
          request: { path: '' },
        }),
      },
    });
    // Set afterwards, for what is empty here it would take from the environment.
    return Object.assign(client, { token: token?.reveal() ?? '', namespace, pathPrefix: '' });
  };
  const connectToRead = (token: Secret<string>) =>
    connect(token, { budget: readBudget, deadline: connection.deadline });

  return {
    logIn: (mount, role, jwt) =>
      ask(
        host,
        () => {
          const path = `auth/${encodePath(mount.split('/'))}/login`;
          const body = { jwt: jwt.reveal(), ...(role === '' ? {} : { role }) };
          const patience = { budget: loginBudget, deadline: connection.deadline };
          return connect(undefined, patience).write(path, body);
        },
        readLogin,
      ),
    describeMount: (segments, token) => {
      const path = `sys/internal/ui/mounts/${encodePath(segments)}`;
      return ask(
        host,
        () => connectToRead(token).read(path),
        (body) => readMount(body, segments),
      );
    },
    read: (path, token) => ask(host, () => connectToRead(token).read(path), readSecretAnswer),
    revoke: (token) =>
      ask(
        host,
        () => {
          const patience = {
            budget: revokeBudget,
            deadline: limitRevocation(connection.deadline),
          };
          return connect(token, patience).write('auth/token/revoke-self', {});
        },
        () => true,
      ),
  };
}

/** The end of a revocation, soon after that of the command. */
function limitRevocation(deadline: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const stopAfter = (milliseconds: number): void => {
    setTimeout(() => controller.abort(), milliseconds).unref();
  };
  stopAfter(revokeBudget.milliseconds);
  if (deadline.aborted) stopAfter(lateRevokeMs);
  else deadline.addEventListener('abort', () => stopAfter(lateRevokeMs));
  return controller.signal;
}

async function ask<Value>(
  host: string,
  send: () => Promise<unknown>,
  readValue: (body: unknown) => Value | undefined,
): Promise<Answered<Value>> {
  try {
    const value = readValue(await send());
    if (value !== undefined) return { granted: true, value };
    throw new NetworkFailure({ kind: 'unreadable', status: 200, contentType: 'application/json' });
  } catch (error) {
    if (error instanceof Refused) return { granted: false, refusal: error.refusal };
    if (error instanceof NetworkFailure) throw new Failed([explainNetworkFault(error.fault, host)]);
    throw error;
  }
}
