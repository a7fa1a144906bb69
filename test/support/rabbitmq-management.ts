import { createServer } from 'node:http';

/** As much of RabbitMQ's management interface as a secrets engine needs to make users. */
export interface RabbitMqManagement extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`. */
  readonly address: string;
  /** The names of the users that are there now. */
  listUsers(): string[];
  stop(): Promise<void>;
}

/** Starts it on a free port of 127.0.0.1: `PUT` and `DELETE /api/users/<name>` count, the rest is granted. */
export async function startRabbitMqManagement(): Promise<RabbitMqManagement> {
  const users = new Set<string>();
  const server = createServer((request, response) => {
    const user = /^\/api\/users\/([^/]+)$/.exec(request.url ?? '')?.[1];
    if (user !== undefined && request.method === 'PUT') users.add(decodeURIComponent(user));
    if (user !== undefined && request.method === 'DELETE') users.delete(decodeURIComponent(user));
    request.resume();
    request.once('end', () => response.writeHead(204).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('RabbitMQ has no port');
  const stop = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return {
    address: `http://127.0.0.1:${address.port}`,
    listUsers: () => [...users],
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
