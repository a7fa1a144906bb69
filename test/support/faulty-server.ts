import {
  createServer as createHttpServer,
  type IncomingMessage,
  request as requestHttp,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';

/** What the server does with a request in the place of an answer of Vault's. */
export type Fault = (response: ServerResponse, request: IncomingMessage) => void;

export interface FaultyServerWish {
  /**
   * The fault that meets a request of this API path (without `v1/`); undefined
   * for none, which needs an origin.
   */
  readonly findFault: (path: string) => Fault | undefined;
  /** The address of the real server that answers where there is no fault. */
  readonly origin?: string;
  /** PEM texts; left out, the server speaks plain HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** A server that does what no real one would; its address is one of 127.0.0.1. */
export interface FaultyServer extends AsyncDisposable {
  readonly address: string;
  /** The API paths that were asked for, oldest first. */
  readonly paths: readonly string[];
  stop(): Promise<void>;
}

/** Starts one on a free port. */
export async function startFaultyServer(wish: FaultyServerWish): Promise<FaultyServer> {
  const { findFault, origin, tls } = wish;
  const paths: string[] = [];
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    const path = (request.url ?? '').replace(/^\/v1\//, '');
    paths.push(path);
    const fault = findFault(path);
    if (fault !== undefined) fault(response, request);
    else if (origin !== undefined) handOn(request, response, origin);
    else throw new Error(`neither fault nor origin for ${path}`);
  };
  const server = tls === undefined ? createHttpServer(serve) : createHttpsServer({ ...tls }, serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const place = server.address();
  if (place === null || typeof place === 'string') throw new Error('the server has no port');
  const stop = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return {
    address: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${place.port}`,
    paths,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function handOn(request: IncomingMessage, response: ServerResponse, origin: string): void {
  const { method, headers, url = '/' } = request;
  const sent = requestHttp(new URL(url, origin), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  sent.once('error', () => response.destroy());
  request.pipe(sent);
}

/** Takes the request and never says a word. */
export const staySilent: Fault = () => undefined;

/** Cuts the connection before the first byte of an answer. */
export const cutConnection: Fault = (response) => {
  response.destroy();
};

/** Answers with any text; `type` is its content type. */
export function answerWith(status: number, body: string, type = 'application/json'): Fault {
  return (response) => {
    response.writeHead(status, { 'content-type': type }).end(body);
  };
}

/** Answers with Vault's form of an error. */
export function answerErrors(status: number, ...errors: string[]): Fault {
  return answerWith(status, JSON.stringify({ errors }));
}

/** Sends to another address, which may be relative. */
export function redirectTo(location: string, status = 307): Fault {
  return (response) => {
    response.writeHead(status, { location }).end();
  };
}
