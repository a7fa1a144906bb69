import createClient from 'node-vault';
import { explainNetworkFault } from '../core/explain-network.ts';
import { Failed } from '../core/failure.ts';
import { parseJson } from '../core/json.ts';
import { encodePath } from '../core/read-plan.ts';
import type { Secret } from '../core/secret.ts';
import type { SessionScope } from '../core/session.ts';
import {
  readErrors,
  readLogin,
  readMount,
  readSecretAnswer,
  type VaultRefusal,
} from '../core/vault-answers.ts';
import type { Answered, Vault } from '../ports.ts';
import { type HttpAnswer, type HttpTransport, NetworkFailure } from './http-transport.ts';
import { exchangeWithinOrigin } from './same-origin-redirect.ts';

/** What node-vault hands to the transport it is given as `request-promise`. */
interface ClientRequest {
  readonly method: string;
  readonly uri: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

/** How to reach one server. */
export interface VaultConnection {
  readonly transport: HttpTransport;
  /** Ends every request that is still under way, but a revocation: that has its own time. */
  readonly deadline: AbortSignal;
  readonly userAgent: string;
}

// Counted from the revocation's start, for it also ends a command whose time was up.
const revokeMs = 10_000;

/** node-vault as the API client, over our transport, narrowed to what the commands need. */
export function createVault(
  { address, namespace }: Pick<SessionScope, 'address' | 'namespace'>,
  { transport, deadline, userAgent }: VaultConnection,
): Vault {
  const { host } = new URL(address);

  const send = async ({ method, uri, headers, json }: ClientRequest, until: AbortSignal) => {
    const body = json === undefined ? undefined : JSON.stringify(json);
    const answer = await exchangeWithinOrigin(
      transport,
      {
        method,
        url: new URL(uri),
        headers: {
          ...headers,
          Accept: 'application/json',
          'Accept-Encoding': 'identity',
          'User-Agent': userAgent,
          'X-Vault-Request': 'true',
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...(body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }),
        },
        body,
      },
      until,
    );
    const received = readBody(answer);
    if (answer.status !== 200 && answer.status !== 204) {
      throw new Refused({ status: answer.status, errors: readErrors(received), body: received });
    }
    return { statusCode: answer.status, body: received, request: { path: '' } };
  };

  const connect = (token: Secret<string> | undefined, until = deadline) => {
    const client = createClient({
      apiVersion: 'v1',
      endpoint: address,
      // Its own would log what is sent, tokens among it.
      debug: () => undefined,
      // Paths and bodies are ours; it has nothing to check or to fill in.
      tv4: Object.assign(() => true, { validate: () => true }),
      mustache: {},
      commands: {},
      'request-promise': { defaults: () => (request: ClientRequest) => send(request, until) },
    });
    // Set afterwards, for what is empty here it would take from the environment.
    return Object.assign(client, { token: token?.reveal() ?? '', namespace, pathPrefix: '' });
  };

  return {
    logIn: (mount, role, jwt) =>
      ask(
        host,
        () => {
          const path = `auth/${encodePath(mount.split('/'))}/login`;
          const body = { jwt: jwt.reveal(), ...(role === '' ? {} : { role }) };
          return connect(undefined).write(path, body);
        },
        readLogin,
      ),
    describeMount: (segments, token) => {
      const path = `sys/internal/ui/mounts/${encodePath(segments)}`;
      return ask(
        host,
        () => connect(token).read(path),
        (body) => readMount(body, segments),
      );
    },
    read: (path, token) => ask(host, () => connect(token).read(path), readSecretAnswer),
    revoke: (token) =>
      ask(
        host,
        () => connect(token, AbortSignal.timeout(revokeMs)).write('auth/token/revoke-self', {}),
        () => true,
      ),
  };
}

/** A refusal on its way out of node-vault, which would keep only its first text. */
class Refused extends Error {
  readonly refusal: VaultRefusal;

  constructor(refusal: VaultRefusal) {
    super(`status ${refusal.status}`);
    this.refusal = refusal;
  }
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

/**
 * The answer's JSON. An error of a balancer or proxy in front (5xx) need not be
 * JSON and counts as saying nothing; any other text is no answer of Vault's.
 */
function readBody({ status, contentType, text }: HttpAnswer): unknown {
  if (status === 204 || (status >= 400 && text === '')) return undefined;
  try {
    return parseJson(text);
  } catch {
    if (status >= 500) return undefined;
    throw new NetworkFailure({ kind: 'unreadable', status, contentType });
  }
}
