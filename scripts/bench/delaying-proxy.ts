import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A TCP server on 127.0.0.1 that leads to another one, some way off. */
export interface DelayingProxy extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`. */
  readonly address: string;
  stop(): Promise<void>;
}

/**
 * Stands before the server at `target` (an `http:` address) as if a network lay
 * between: every byte takes half a round trip, and a new connection a whole one
 * before its first byte leaves, as the handshake of TCP does.
 */
export async function startDelayingProxy(
  target: string,
  roundTripMs: number,
): Promise<DelayingProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    for (const socket of [near, far]) {
      sockets.add(socket.setNoDelay());
      socket.once('close', () => sockets.delete(socket));
    }
    const openedAt = performance.now();
    relay(near, far, (now) => Math.max(now, openedAt + roundTripMs) + roundTripMs / 2);
    relay(far, near, (now) => now + roundTripMs / 2);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  const stop = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    address: `http://127.0.0.1:${address.port}`,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Hands on what comes, in order, each piece when it is due; a broken side breaks the other. */
function relay(from: Socket, to: Socket, dueAt: (now: number) => number): void {
  let before: Promise<void> = Promise.resolve();
  const handOn = (act: () => void): void => {
    const due = dueAt(performance.now());
    before = before.then(async () => {
      const left = due - performance.now();
      if (left > 0) await sleep(left);
      act();
    });
  };
  from.on('data', (piece) => handOn(() => to.write(piece)));
  from.once('end', () => handOn(() => to.end()));
  from.on('error', () => handOn(() => to.destroy()));
}
