import { request as requestHttp } from 'node:http';
import {
  type AgentOptions,
  Agent as HttpsAgent,
  type RequestOptions,
  request as requestHttps,
} from 'node:https';
import { isIP, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { ChosenProxy } from '../core/choose-proxy.ts';
import type { NetworkFault } from '../core/explain-network.ts';
import { NetworkFailure } from './http-transport.ts';
import { readErrorCode } from './network-error-code.ts';

/** Where a connection of the agent is to lead. */
type Target = Pick<RequestOptions, 'host' | 'port'>;

/**
 * An agent whose every connection is TLS with the server itself inside a way
 * that the proxy opened (CONNECT, RFC 9110 9.3.6), so that the proxy sees host
 * and port alone. A connection that is kept alive keeps its way. What the proxy
 * does instead is a `NetworkFailure` of the request.
 */
export function createTunnelAgent(proxy: ChosenProxy, options: AgentOptions): HttpsAgent {
  const agent = new HttpsAgent(options);
  const secure = agent.createConnection.bind(agent);
  const createConnection: typeof secure = (target) => {
    const settings = { ...target, socket: openTunnel(proxy, target, options) };
    return secure(settings);
  };
  return Object.assign(agent, { createConnection });
}

/** The way to a server, at once: what is written to it waits until the proxy has opened it. */
function openTunnel(proxy: ChosenProxy, target: Target, { ca }: AgentOptions): Duplex {
  const request = askProxy(proxy, target, ca);
  const fail = (fault: NetworkFault): void => {
    tunnel.destroy(new NetworkFailure(fault));
  };
  const opened = new Promise<Socket>((resolve) => {
    request.once('connect', ({ statusCode: status = 0 }, socket, early) => {
      if (status < 200 || status > 299 || early.length > 0) {
        socket.destroy();
        return fail({ kind: 'proxy refused', status, proxy });
      }
      socket.on('data', (chunk) => tunnel.push(chunk) || socket.pause());
      socket.on('end', () => tunnel.push(null));
      socket.on('error', (error) => tunnel.destroy(error));
      resolve(socket);
    });
  });
  const useWay = (use: (way: Socket) => unknown): void => void opened.then(use);
  const tunnel = new Duplex({
    allowHalfOpen: false,
    read: () => useWay((way) => way.resume()),
    // Done at once: an answer that overtook the news would find its connection not free.
    write: (chunk, _encoding, done) =>
      useWay((way) => {
        way.write(chunk);
        done();
      }),
    destroy: (error, done) => {
      request.destroy();
      useWay((way) => way.destroy());
      done(error);
    },
  });
  request.on('error', (error) => fail({ kind: 'error', code: readErrorCode(error), proxy }));
  request.end();
  return tunnel;
}

function askProxy(proxy: ChosenProxy, { host, port }: Target, ca: AgentOptions['ca']) {
  const name = host ?? '';
  const authority = `${isIP(name) === 6 ? `[${name}]` : name}:${port}`;
  const credentials = proxy.credentials?.reveal();
  const options = {
    method: 'CONNECT',
    host: proxy.host,
    port: proxy.port,
    path: authority,
    agent: false,
    headers: {
      Host: authority,
      ...(credentials === undefined
        ? {}
        : { 'Proxy-Authorization': `Basic ${Buffer.from(credentials).toString('base64')}` }),
    },
  } as const;
  if (!proxy.isSecure) return requestHttp(options);
  // Node would take the name to check from the header Host, which is the server's.
  const servername = isIP(proxy.host) === 0 ? proxy.host : '';
  return requestHttps({ ...options, servername, minVersion: 'TLSv1.2', ca });
}
