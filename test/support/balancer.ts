import { connect, createServer, type Socket } from 'node:net';
import { listenOnLoopback } from './loopback-server.ts';

/** A request that went through, and what came back. */
export interface PassedRequest {
  readonly method: string;
  /** The API path, without `v1/`. */
  readonly path: string;
  /** Undefined until an answer begins, and for good when the connection is cut before. */
  readonly status: number | undefined;
}

/** A door of the balancer: an address of its own, whose requests are noted apart. */
export interface Door extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`. */
  readonly address: string;
  /** Oldest first. */
  readonly requests: readonly PassedRequest[];
  stop(): Promise<void>;
}

/** Hands each new connection to one of the servers in turn. */
export interface Balancer {
  /** Each connection to the new door first waits to be admitted; left out, none waits. */
  openDoor(admit?: () => Promise<void>): Promise<Door>;
}

/**
 * A balancer as plain as they come: it knows of TCP alone, asks no server how it
 * is, and passes one over only when it refuses the connection. `addresses` are
 * `http://<host>:<port>`.
 */
export function createBalancer(addresses: readonly string[]): Balancer {
  let turn = 0;
  const connectInTurn = async (): Promise<Socket | undefined> => {
    turn += 1;
    for (let offset = 0; offset < addresses.length; offset += 1) {
      const server = await tryConnect(addresses[(turn + offset) % addresses.length] ?? '');
      if (server !== undefined) return server;
    }
    return undefined;
  };
  return {
    openDoor: async (admit = async () => {}) => {
      const requests: PassedRequest[] = [];
      const { port, stop } = await listenOnLoopback(
        createServer(async (client) => {
          await admit();
          const server = await connectInTurn();
          if (server === undefined) client.destroy();
          else join(client, server, requests);
        }),
      );
      return {
        address: `http://127.0.0.1:${port}`,
        requests,
        stop,
        [Symbol.asyncDispose]: stop,
      };
    },
  };
}

function tryConnect(address: string): Promise<Socket | undefined> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => resolve(socket));
    socket.once('error', () => resolve(undefined));
  });
}

/** Lets the two speak, and notes what they say: one request at a time, as our client does. */
function join(client: Socket, server: Socket, requests: PassedRequest[]): void {
  client.on('data', (chunk: Buffer) => {
    const { method, path } = requestLine.exec(chunk.toString('latin1'))?.groups ?? {};
    if (method === undefined || path === undefined) return;
    const request: { -readonly [Name in keyof PassedRequest]: PassedRequest[Name] } = {
      method,
      path,
      status: undefined,
    };
    requests.push(request);
    server.once('data', (answer: Buffer) => {
      request.status = Number(statusLine.exec(answer.toString('latin1'))?.groups?.['status']);
    });
  });
  client.pipe(server).pipe(client);
  server.once('error', () => server.destroy());
  server.once('close', () => client.destroy());
  client.once('close', () => server.destroy());
}

const requestLine = /^(?<method>[A-Z]+) \/v1\/(?<path>\S+) HTTP\/1\.1\r\n/;
const statusLine = /^HTTP\/1\.1 (?<status>\d{3})/;
