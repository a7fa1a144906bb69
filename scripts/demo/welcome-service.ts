import { createServer } from 'node:http';

/** Who is let in. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** A service that wants a user name and a password (HTTP basic authentication, RFC 7617). */
export interface WelcomeService extends AsyncDisposable {
  readonly url: string;
  /** How often it let somebody in. */
  countWelcomes(): number;
}

/** Starts the service on a free port of 127.0.0.1. */
export async function startWelcomeService({
  username,
  password,
}: Credentials): Promise<WelcomeService> {
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  let welcomes = 0;
  const server = createServer((request, response) => {
    if (request.headers.authorization !== expected) {
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="demo"' }).end('Go away.\n');
      return;
    }
    welcomes += 1;
    response.end(`Welcome, ${username}.\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the service has no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    countWelcomes: () => welcomes,
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
