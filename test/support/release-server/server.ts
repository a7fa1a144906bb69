import { createHash } from 'node:crypto';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { listenOnLoopback } from '../loopback-server.ts';
import { createTlsAuthority, type TlsAuthority } from '../tls-authority.ts';

/**
 * What the server does with one request in the place of the usual answer; `file` holds the
 * bytes that lie there, if any. Those of `test/support/faulty-server.ts` will do too.
 */
export type ReleaseFault = (
  response: ServerResponse,
  request: IncomingMessage,
  file: Buffer | undefined,
) => void;

/** One request as it came. */
export interface ReleaseRequest {
  /** Without the slash in front. */
  readonly path: string;
  /** The `Range` and `If-Range` headers; empty for none. */
  readonly range: string;
  readonly ifRange: string;
}

/** A server of files on 127.0.0.1, as a publisher or a mirror runs one. */
export interface ReleaseServer extends AsyncDisposable {
  /** `https://127.0.0.1:<port>`, or `http://…` for one without an authority. */
  readonly origin: string;
  /** The certificate, in PEM, of the authority to trust; empty without one. */
  readonly certificate: string;
  /** All of them, oldest first. */
  readonly requests: readonly ReleaseRequest[];
  /** How often a path was asked for. */
  count(path: string): number;
  /** Puts a file there, or another one in its place. */
  put(path: string, bytes: Buffer): void;
  /** Takes a file away. */
  remove(path: string): void;
  /** Lets the next requests for the path meet the faults, one each; after them all is well. */
  meet(path: string, ...faults: readonly ReleaseFault[]): void;
  stop(): Promise<void>;
}

/** Starts one that speaks TLS; for several, give each the same authority. */
export function startReleaseServer(
  authority: TlsAuthority = createTlsAuthority(),
): Promise<ReleaseServer> {
  return startServer(authority);
}

/** Starts one that speaks plain HTTP, for a redirect that must not be followed. */
export function startPlainReleaseServer(): Promise<ReleaseServer> {
  return startServer(undefined);
}

async function startServer(authority: TlsAuthority | undefined): Promise<ReleaseServer> {
  const files = new Map<string, Buffer>();
  const faults = new Map<string, ReleaseFault[]>();
  const requests: ReleaseRequest[] = [];
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    const path = decodeURIComponent((request.url ?? '').slice(1));
    const { range = '', 'if-range': ifRange = '' } = request.headers;
    requests.push({ path, range, ifRange: String(ifRange) });
    const file = files.get(path);
    const fault = faults.get(path)?.shift();
    if (fault !== undefined) fault(response, request, file);
    else answerFile(response, request, file);
  };
  const server =
    authority === undefined ? createHttpServer(serve) : createHttpsServer(issue(authority), serve);
  const listening = await listenOnLoopback(server);
  return {
    origin: `${authority === undefined ? 'http' : 'https'}://127.0.0.1:${listening.port}`,
    certificate: authority?.certificate ?? '',
    requests,
    count: (path) => requests.filter((request) => request.path === path).length,
    put: (path, bytes) => {
      files.set(path, bytes);
    },
    remove: (path) => {
      files.delete(path);
    },
    meet: (path, ...more) => {
      faults.set(path, [...(faults.get(path) ?? []), ...more]);
    },
    stop: listening.stop,
    [Symbol.asyncDispose]: listening.stop,
  };
}

function issue(authority: TlsAuthority): { cert: string; key: string } {
  const { certificate: cert, key } = authority.issue();
  return { cert, key };
}

/** The usual answer: the file or the part of it that is asked for, with an ETag; 404 for none. */
export function answerFile(
  response: ServerResponse,
  request: IncomingMessage,
  file: Buffer | undefined,
): void {
  if (file === undefined) {
    response.writeHead(404, { 'content-type': 'text/html' }).end('<html>Not Found</html>\n');
    return;
  }
  const start = findStart(request, file);
  const total = file.length;
  if (start > 0 && start >= total) {
    response.writeHead(416, { 'content-range': `bytes */${total}` }).end();
    return;
  }
  const headers = {
    ...describeFile(file),
    'content-length': total - start,
    ...(start > 0 ? { 'content-range': `bytes ${start}-${total - 1}/${total}` } : {}),
  };
  response.writeHead(start > 0 ? 206 : 200, headers).end(file.subarray(start));
}

/** Headers that every answer with the file has. */
export function describeFile(file: Buffer): Record<string, string> {
  return {
    'content-type': 'application/octet-stream',
    'accept-ranges': 'bytes',
    etag: `"${createHash('sha256').update(file).digest('hex').slice(0, 16)}"`,
  };
}

/** Where the part begins that is asked for; 0 where the file is another one than was begun. */
export function findStart({ headers }: IncomingMessage, file: Buffer): number {
  const start = /^bytes=(?<start>\d+)-$/.exec(headers.range ?? '')?.groups?.['start'] ?? '0';
  const ifRange = headers['if-range'];
  return ifRange === undefined || ifRange === describeFile(file)['etag'] ? Number(start) : 0;
}
