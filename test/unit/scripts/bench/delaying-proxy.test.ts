import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDelayingProxy } from '../../../../scripts/bench/delaying-proxy.ts';

const roundTripMs = 30;

/** Sends everything back, and ends when the other side does. */
let echo: Server;
let target: string;
beforeEach(async () => {
  echo = createServer({ allowHalfOpen: true }, (socket) => socket.pipe(socket));
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const address = echo.address();
  if (address === null || typeof address === 'string') throw new Error('the echo has no port');
  target = `http://127.0.0.1:${address.port}`;
});
afterEach(() => {
  echo.close();
});

function reach(address: string, options = {}): Socket {
  const { hostname, port } = new URL(address);
  return connect({ host: hostname, port: Number(port), ...options }).on('error', () => {});
}

/** Waits until the connection is no more; gives how much came before. */
function watchEnd(socket: Socket): Promise<number> {
  return new Promise((resolve) => {
    socket.resume().once('close', () => resolve(socket.bytesRead));
  });
}

describe('the delaying proxy', () => {
  it('hands on every byte in its order, both ways, and then the end', async () => {
    await using proxy = await startDelayingProxy(target, roundTripMs);
    const sent = Buffer.from(Array.from({ length: 1_000_000 }, (_, index) => (index * 7) % 251));
    const socket = reach(proxy.address, { allowHalfOpen: true });
    for (let at = 0; at < sent.length; at += 50_000) socket.write(sent.subarray(at, at + 50_000));
    socket.end();
    expect((await buffer(socket)).equals(sent)).toBe(true);
  });

  it('takes a round trip for an answer, and one more for a new connection', async () => {
    await using proxy = await startDelayingProxy(target, roundTripMs);
    const socket = reach(proxy.address);
    const times = [];
    for (const text of ['first', 'second']) {
      const started = performance.now();
      socket.write(text);
      expect(String(await once(socket, 'data'))).toBe(text);
      times.push(performance.now() - started);
    }
    socket.destroy();
    // At least, for a busy machine adds to it; less what a timer of Node's may be early.
    expect(times[0]).toBeGreaterThanOrEqual(2 * roundTripMs - 2);
    expect(times[1]).toBeGreaterThanOrEqual(roundTripMs - 2);
  });

  it('ends the connection when the server breaks it', async () => {
    await using proxy = await startDelayingProxy(target, roundTripMs);
    echo.once('connection', (socket: Socket) => socket.destroy());
    const socket = reach(proxy.address);
    socket.write('hello');
    expect(await watchEnd(socket)).toBe(0);
  });

  it('ends the connection when the server cannot be reached', async () => {
    await using proxy = await startDelayingProxy(target, roundTripMs);
    echo.close();
    expect(await watchEnd(reach(proxy.address))).toBe(0);
  });

  it('ends what is open when it stops, and takes no more', async () => {
    const proxy = await startDelayingProxy(target, roundTripMs);
    const arrived = once(echo, 'connection');
    const socket = reach(proxy.address);
    const [far] = await arrived;
    const ends = [watchEnd(socket), watchEnd(far)];
    await proxy.stop();
    await Promise.all(ends);
    const late = reach(proxy.address);
    await expect(once(late, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
