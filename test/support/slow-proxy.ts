import { createServer, request as requestHttp } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** A server that hands every request on, after a pause, and counts those under way. */
export interface SlowProxy extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`. */
  readonly address: string;
  /** The most requests that were under way together so far. */
  mostAtOnce(): number;
  stop(): Promise<void>;
}

// Long enough for every request that a client sends at once to be there.
const pauseMs = 100;

/** Starts it on a free port of 127.0.0.1, in front of another server of this machine. */
export async function startSlowProxy(origin: string): Promise<SlowProxy> {
  let underWay = 0;
  let most = 0;
  const server = createServer(async (received, response) => {
    underWay += 1;
    most = Math.max(most, underWay);
    response.once('close', () => {
      underWay -= 1;
    });
    await sleep(pauseMs);
    const { method, headers, url = '/' } = received;
    const sent = requestHttp(new URL(url, origin), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    sent.once('error', () => response.destroy());
    received.pipe(sent);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  const stop = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return {
    address: `http://127.0.0.1:${address.port}`,
    mostAtOnce: () => most,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
