import { createServer, type IncomingMessage } from 'node:http';
import { listenOnLoopback } from './loopback-server.ts';

/** A request that the server got. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** An HTTP server of this machine that gives each request one answer and keeps it. */
export interface AnsweringServer extends AsyncDisposable {
  readonly origin: string;
  /** Oldest first. */
  readonly requests: readonly SeenRequest[];
}

/** Starts it on a free port of 127.0.0.1. */
export async function startAnsweringServer(
  answer: (request: SeenRequest) => { readonly status: number; readonly body: string | Buffer },
): Promise<AnsweringServer> {
  const requests: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url: path = '', headers } = request;
    const seen = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') };
    requests.push(seen);
    const { status, body } = answer(seen);
    response.writeHead(status).end(body);
  });
  const { port, stop } = await listenOnLoopback(server);
  return { origin: `http://127.0.0.1:${port}`, requests, [Symbol.asyncDispose]: stop };
}
