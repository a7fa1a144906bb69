import { setMaxListeners } from 'node:events';
import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as requestHttp,
} from 'node:http';
import { type AgentOptions, Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { Duplex } from 'node:stream';
import type { NetworkFault } from '../core/explain-network.ts';
import type { Secret } from '../core/secret.ts';
import { readErrorCode } from './network-error-code.ts';

/** What the server must show, and what we show to it. */
export interface TlsSettings {
  /** PEM of the authorities to trust; undefined for Node's own list. */
  readonly ca: string | undefined;
  readonly certificate: string | undefined;
  readonly key: Secret<string> | undefined;
  /** The name to ask for and check, or empty for the host's. */
  readonly serverName: string;
  /** Whether what the server shows is checked at all. */
  readonly isVerified: boolean;
}

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  /** By their names in lower case; of one that stands there twice, what Node makes of it. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

/** No answer came. Nothing of the request or of the answer is in it. */
export class NetworkFailure extends Error {
  readonly fault: NetworkFault;

  constructor(fault: NetworkFault) {
    super(fault.kind);
    this.fault = fault;
  }
}

/** One exchange with one server; throws `NetworkFailure`. */
export interface HttpTransport {
  exchange(request: HttpRequest, deadline: AbortSignal): Promise<HttpAnswer>;
  /** Closes the connections that are kept alive. */
  close(): void;
}

const mostRequestsUnderWay = 8;
const largestAnswer = 10 * 1024 * 1024;
const phaseSeconds = { connecting: 10, 'waiting for the answer': 20, 'reading the answer': 20 };
type Phase = keyof typeof phaseSeconds;

/**
 * A transport for `https:` addresses, or for `http:` ones of this machine;
 * `createAgent` is what connects to the former.
 */
export function createHttpTransport(
  protocol: string,
  tls: TlsSettings,
  createAgent = (options: AgentOptions) => new HttpsAgent(options),
): HttpTransport {
  const options = { keepAlive: true, maxSockets: mostRequestsUnderWay };
  if (protocol === 'http:') return createTransport(requestHttp, new HttpAgent(options));
  const agent = createAgent({
    ...options,
    minVersion: 'TLSv1.2',
    rejectUnauthorized: tls.isVerified,
    ...(tls.ca === undefined ? {} : { ca: tls.ca }),
    ...(tls.certificate === undefined ? {} : { cert: tls.certificate }),
    ...(tls.key === undefined ? {} : { key: tls.key.reveal() }),
    ...(tls.serverName === '' ? {} : { servername: tls.serverName }),
  });
  return createTransport(requestHttps, agent);
}

function createTransport(send: typeof requestHttp, agent: HttpAgent): HttpTransport {
  return {
    exchange: (request, deadline) => exchange(send, agent, request, deadline),
    close: () => agent.destroy(),
  };
}

async function exchange(
  send: typeof requestHttp,
  agent: HttpAgent,
  { method, url, headers, body }: HttpRequest,
  deadline: AbortSignal,
): Promise<HttpAnswer> {
  if (deadline.aborted) throw new NetworkFailure({ kind: 'deadline' });
  // Each request listens to it, and at the eleventh Node would warn of a leak.
  setMaxListeners(0, deadline);
  const message = send(url, { method, agent, headers, signal: deadline });
  const watch = watchPhases(message);
  try {
    const answer = await waitForAnswer(message, body, watch.enter);
    watch.enter('reading the answer');
    return {
      status: answer.statusCode ?? 0,
      headers: joinHeaders(answer.headers),
      text: await readText(answer),
    };
  } catch (error) {
    // An answer that is not read to its end would keep its connection busy.
    message.destroy();
    throw watch.expired ?? describeError(error, deadline);
  } finally {
    watch.stop();
  }
}

function joinHeaders(headers: IncomingHttpHeaders): HttpAnswer['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value?.toString()]),
  );
}

// A request may get a connection that another one made, or wait for one through a proxy.
const established = new WeakSet<Duplex>();

function waitForAnswer(
  message: ClientRequest,
  body: string | undefined,
  enter: (phase: Phase) => void,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    message.once('socket', (socket) => {
      if (established.has(socket)) return enter('waiting for the answer');
      enter('connecting');
      socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => {
        established.add(socket);
        enter('waiting for the answer');
      });
    });
    message.once('response', resolve);
    message.on('error', reject);
    message.end(body);
  });
}

async function readText(answer: IncomingMessage): Promise<string> {
  if (!/^(identity)?$/i.test(answer.headers['content-encoding'] ?? '')) {
    throw describeUnreadable(answer);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer) {
    size += chunk.length;
    if (size > largestAnswer) throw new NetworkFailure({ kind: 'too large', mebibytes: 10 });
    chunks.push(chunk);
  }
  if (!answer.complete) throw new NetworkFailure({ kind: 'error', code: 'ECONNRESET' });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw describeUnreadable(answer);
  }
}

function describeUnreadable({ statusCode = 0, headers }: IncomingMessage): NetworkFailure {
  const contentType = headers['content-type'] ?? '';
  return new NetworkFailure({ kind: 'unreadable', status: statusCode, contentType });
}

function watchPhases(message: ClientRequest) {
  let timer: NodeJS.Timeout | undefined;
  const watch = {
    expired: undefined as NetworkFailure | undefined,
    enter(phase: Phase): void {
      clearTimeout(timer);
      const seconds = phaseSeconds[phase];
      timer = setTimeout(() => {
        watch.expired = new NetworkFailure({ kind: 'phase too slow', phase, seconds });
        message.destroy(watch.expired);
      }, seconds * 1000);
    },
    stop: () => clearTimeout(timer),
  };
  return watch;
}

function describeError(error: unknown, deadline: AbortSignal): NetworkFailure {
  if (error instanceof NetworkFailure) return error;
  if (deadline.aborted) return new NetworkFailure({ kind: 'deadline' });
  return new NetworkFailure({ kind: 'error', code: readErrorCode(error) });
}
