import type { Server, Socket } from 'node:net';

/** A server of a test: what it listens on, and how it ends. */
export interface LoopbackServer extends AsyncDisposable {
  readonly port: number;
  /** How many clients are connected now. */
  readonly openClients: number;
  /** Cuts every connection and stops listening. */
  stop(): Promise<void>;
}

/** Lets a server listen on a free port of 127.0.0.1. */
export async function listenOnLoopback(server: Server): Promise<LoopbackServer> {
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    // A client that goes away is part of the tests.
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const stop = (): Promise<void> => {
    for (const socket of open) socket.destroy();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return {
    port: address.port,
    get openClients() {
      return open.size;
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
