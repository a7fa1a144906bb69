import { connect } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';
import { type LoopbackServer, listenOnLoopback } from './loopback-server.ts';

/** A TLS server in front of a plain one, as a load balancer is. */
export interface TlsFront extends LoopbackServer {
  /** `https://127.0.0.1:<port>`. */
  readonly address: string;
  /** How often a client connected. */
  readonly attempts: number;
  /** How many of them became TLS connections. */
  readonly connections: number;
  /** What clients said inside TLS. */
  readonly received: string;
  /** The names that clients asked for (SNI). */
  readonly serverNames: readonly string[];
}

/**
 * Starts the front before `target` (`http://127.0.0.1:<port>`): any setting of
 * Node's TLS servers, certificate and key at least.
 */
export async function startTlsFront(target: string, settings: TlsOptions): Promise<TlsFront> {
  const heard: Buffer[] = [];
  const serverNames: string[] = [];
  let attempts = 0;
  let connections = 0;
  const server = createServer(settings, (client) => {
    connections += 1;
    if (typeof client.servername === 'string') serverNames.push(client.servername);
    const upstream = connect(Number(new URL(target).port), '127.0.0.1');
    client.on('data', (chunk: Buffer) => heard.push(chunk));
    client.pipe(upstream).pipe(client);
    client.on('error', () => upstream.destroy());
    client.on('close', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
    upstream.on('close', () => client.destroy());
  });
  server.on('connection', () => {
    attempts += 1;
  });
  const listening = await listenOnLoopback(server);
  return {
    ...listening,
    get openClients() {
      return listening.openClients;
    },
    address: `https://127.0.0.1:${listening.port}`,
    get attempts() {
      return attempts;
    },
    get connections() {
      return connections;
    },
    get received() {
      return Buffer.concat(heard).toString('latin1');
    },
    serverNames,
  };
}
