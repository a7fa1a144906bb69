import {
  createServer as createHttpServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import { type LoopbackServer, listenOnLoopback } from './loopback-server.ts';
import type { Certificate } from './tls-authority.ts';

/** What a proxy differs in from one that lets everybody through. */
export interface ProxyWish {
  /** `user:password`; whoever shows others gets a 407. */
  readonly credentials?: string;
  /** Where a way leads, by the `host:port` that is asked for; left out, to itself. */
  readonly routes?: Readonly<Record<string, number>>;
  /** Answers a CONNECT in the place of the proxy. */
  readonly answer?: (client: Socket) => unknown;
  /** Makes the proxy one that is spoken to in TLS. */
  readonly certificate?: Certificate;
}

/** A request as the proxy met it. */
export interface SeenRequest {
  readonly method: string;
  /** What stood in the place of the path. */
  readonly target: string;
  /** By their names in lower case. */
  readonly headers: IncomingHttpHeaders;
}

/** A CONNECT proxy that remembers all that it could see. */
export interface ConnectProxy extends LoopbackServer {
  /** `http://127.0.0.1:<port>`, or `https://`. */
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** Every byte of every client: what it asked, and what went through. */
  readonly received: string;
}

/** Starts the proxy on a free port of 127.0.0.1. */
export async function startConnectProxy(wish: ProxyWish = {}): Promise<ConnectProxy> {
  const requests: SeenRequest[] = [];
  const heard: Buffer[] = [];
  const { certificate } = wish;
  const server =
    certificate === undefined
      ? createHttpServer()
      : createHttpsServer({ cert: certificate.certificate, key: certificate.key });
  server.on(certificate === undefined ? 'connection' : 'secureConnection', (client: Socket) => {
    client.on('data', (chunk: Buffer) => heard.push(chunk));
    client.on('error', () => client.destroy());
  });
  server.on('request', (request: IncomingMessage, response) => {
    requests.push(describeRequest(request));
    response.writeHead(405).end();
  });
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    requests.push(describeRequest(request));
    if (wish.answer !== undefined) wish.answer(client);
    else if (isAllowed(request, wish.credentials)) openWay(client, findPort(request, wish.routes));
    else client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  });
  const listening = await listenOnLoopback(server);
  return {
    ...listening,
    get openClients() {
      return listening.openClients;
    },
    url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${listening.port}`,
    requests,
    get received() {
      return Buffer.concat(heard).toString('latin1');
    },
  };
}

function describeRequest({ method = '', url = '', headers }: IncomingMessage): SeenRequest {
  return { method, target: url, headers };
}

function isAllowed({ headers }: IncomingMessage, credentials: string | undefined): boolean {
  if (credentials === undefined) return true;
  const expected = Buffer.from(credentials).toString('base64');
  return headers['proxy-authorization'] === `Basic ${expected}`;
}

function findPort({ url = '' }: IncomingMessage, routes: ProxyWish['routes']): number {
  return routes?.[url] ?? Number(url.slice(url.lastIndexOf(':') + 1));
}

function openWay(client: Socket, port: number): void {
  const server = connect(port, '127.0.0.1', () => {
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    client.pipe(server).pipe(client);
  });
  server.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
  client.on('error', () => server.destroy());
  client.on('close', () => server.destroy());
  server.on('close', () => client.destroy());
}
