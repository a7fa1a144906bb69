import { explainNetworkFault } from '../core/explain-network.ts';
import { getMember, isJsonObject, parseJson } from '../core/json.ts';
import { type RetryBudget, readRetryAfter, type TryOutcome } from '../core/retry-schedule.ts';
import { readErrors, type VaultRefusal } from '../core/vault-answers.ts';
import { type HttpAnswer, type HttpTransport, NetworkFailure } from './http-transport.ts';
import { exchangeWithRetries } from './retrying-exchange.ts';
import { exchangeWithinOrigin } from './same-origin-redirect.ts';

/** How to reach one server. */
export interface VaultConnection {
  readonly transport: HttpTransport;
  /** Ends every request that is still under way, but a revocation: that has its own time. */
  readonly deadline: AbortSignal;
  readonly userAgent: string;
  /** Told why an answer takes longer: the server's trouble, in a few words. */
  readonly onDelay: (reason: string) => void;
}

/** What node-vault hands to the transport it is given as `request-promise`. */
export interface ClientRequest {
  readonly method: string;
  readonly uri: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

/** How long a request may be tried. */
export interface Patience {
  readonly budget: RetryBudget;
  readonly deadline: AbortSignal;
}

/** An answer of Vault's API that is no refusal. */
export interface GrantedAnswer {
  readonly statusCode: number;
  readonly body: unknown;
}

/** A refusal on its way out of node-vault, which would keep only its first text. */
export class Refused extends Error {
  readonly refusal: VaultRefusal;

  constructor(refusal: VaultRefusal) {
    super(`status ${refusal.status}`);
    this.refusal = refusal;
  }
}

/** An answer whose JSON is read. */
interface ReadAnswer extends HttpAnswer {
  readonly body: unknown;
}

/** Sends requests to one server, as often as they may be sent. */
export interface VaultExchange {
  /** Throws `Refused` or `NetworkFailure`. */
  send(request: ClientRequest, patience: Patience): Promise<GrantedAnswer>;
}

// A replica gets a new token within this time, or has other trouble.
const newTokenMs = 5000;

/** The exchange with the server at an address; log-ins and what follows share it. */
export function createVaultExchange(address: string, connection: VaultConnection): VaultExchange {
  const { host } = new URL(address);
  const { transport, deadline } = connection;
  let loggedInAt = Number.NEGATIVE_INFINITY;
  // What a log-in changed: a standby that does not have it yet asks the leader (Vault
  // Enterprise, OpenBao since 2.7: "Eventual consistency", conditional forwarding).
  let index: string | undefined;
  let replicated: Promise<boolean> | undefined;

  const sendOnce = async (request: ClientRequest, until: AbortSignal): Promise<ReadAnswer> => {
    const body = request.json === undefined ? undefined : JSON.stringify(request.json);
    const headers = {
      ...request.headers,
      Accept: 'application/json',
      'Accept-Encoding': 'identity',
      'User-Agent': connection.userAgent,
      'X-Vault-Request': 'true',
      ...(index === undefined
        ? {}
        : { 'X-Vault-Index': index, 'X-Vault-Inconsistent': 'forward-active-node' }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }),
    };
    const { method, uri } = request;
    const sent = { method, url: new URL(uri), headers, body };
    const answer = await exchangeWithinOrigin(transport, sent, until);
    return { ...answer, body: readBody(answer) };
  };

  /** Whether several servers share the state, so that one may not have it yet (`GET sys/leader`). */
  const isReplicated = async (): Promise<boolean> => {
    const request = { method: 'GET', uri: `${address}/v1/sys/leader`, headers: {} };
    try {
      return getMember((await sendOnce(request, deadline)).body, 'ha_enabled') === true;
    } catch {
      return false;
    }
  };

  const isTokenNew = async (): Promise<boolean> => {
    if (performance.now() - loggedInAt > newTokenMs) return false;
    replicated ??= isReplicated();
    return replicated;
  };

  return {
    send: async (request, patience) => {
      const answer = await exchangeWithRetries(() => sendOnce(request, patience.deadline), {
        ...patience,
        describe: describeAnswer,
        isTokenNew,
        onRetry: (outcome) => connection.onDelay(nameTrouble(outcome, host)),
      });
      const { status, body } = answer;
      if ((status !== 200 && status !== 204) || isUnfinished(body)) {
        throw new Refused(readRefusal(answer));
      }
      if (isJsonObject(getMember(body, 'auth'))) {
        loggedInAt = performance.now();
        index = answer.headers['x-vault-index'];
      }
      return { statusCode: status, body };
    },
  };
}

/** Whether it is wrapped, or a log-in that wants more before it gives a token (login MFA). */
function isUnfinished(body: unknown): boolean {
  return (
    isJsonObject(getMember(body, 'wrap_info')) ||
    getMember(getMember(body, 'auth'), 'client_token') === ''
  );
}

function describeAnswer(answer: ReadAnswer): TryOutcome {
  const { status, errors, waitMs } = readRefusal(answer);
  return { status, said: errors.join('; '), waitMs };
}

function readRefusal({ status, headers, body }: ReadAnswer): VaultRefusal {
  const now = Date.now();
  const serverTime = Date.parse(headers['date'] ?? '');
  return {
    status,
    errors: readErrors(body),
    body,
    waitMs: [429, 503].includes(status) ? readRetryAfter(headers['retry-after'], now) : undefined,
    clockAheadMs: Number.isNaN(serverTime) ? undefined : serverTime - now,
  };
}

function nameTrouble(outcome: TryOutcome, host: string): string {
  return outcome.fault === undefined
    ? `${host} answers with status ${outcome.status}`
    : `${host}: ${explainNetworkFault(outcome.fault, host).why}`;
}

/**
 * The answer's JSON. Trouble that a balancer or proxy in front tells (408, 429, 5xx)
 * need not be JSON and counts as saying nothing; any other text is no answer of Vault's.
 */
function readBody({ status, headers, text }: HttpAnswer): unknown {
  if (status === 204 || (status >= 400 && text === '')) return undefined;
  try {
    return parseJson(text);
  } catch {
    if (status === 408 || status === 429 || status >= 500) return undefined;
    throw new NetworkFailure({
      kind: 'unreadable',
      status,
      contentType: headers['content-type'] ?? '',
    });
  }
}
