import {
  type Agent,
  Agent as HttpAgent,
  type IncomingMessage,
  request as requestHttp,
} from 'node:http';
import { request as requestHttps } from 'node:https';
import type { DownloadFault } from '../core/releases/explain-download.ts';
import { isConfidential, parseUrl } from '../core/url.ts';
import { NetworkFailure } from './http-transport.ts';
import { readErrorCode } from './network-error-code.ts';

/** No file came. Nothing of the answer's body is in it. */
export class DownloadFailure extends Error {
  readonly fault: DownloadFault;
  /** The server that was asked last. */
  readonly host: string;

  constructor(fault: DownloadFault, host: string) {
    super(fault.kind);
    this.fault = fault;
    this.host = host;
  }
}

/** What a request goes through, and what bounds it. */
export interface DownloadContext {
  /** What connects to an `https:` address. Throws `Failed`. */
  readonly createAgent: (url: URL) => Agent;
  readonly userAgent: string;
  /** Ends every request. */
  readonly ending: AbortSignal;
  /** How long nothing may come, in seconds. */
  readonly silentSeconds: number;
}

/** An answer that is no redirect. */
export interface DownloadAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly host: string;
  /** The body, in parts; throws `DownloadFailure` when it does not come whole. */
  read(): AsyncIterable<Buffer>;
  /** Cuts the connection. */
  close(): void;
}

const mostRedirects = 5;
const redirects = [301, 302, 303, 307, 308];

/**
 * Asks for a file and follows redirects, also to other hosts: what comes is proved by
 * its digest, and no credentials go along. None leads from `https:` to `http:`.
 * Throws `DownloadFailure`.
 */
export async function requestFile(
  address: string,
  headers: Readonly<Record<string, string>>,
  context: DownloadContext,
): Promise<DownloadAnswer> {
  let url = new URL(address);
  for (let followed = 0; followed <= mostRedirects; followed += 1) {
    const answer = await requestOnce(url, headers, context);
    if (!redirects.includes(answer.status)) return answer;
    answer.close();
    url = findTarget(url, answer);
  }
  throw new DownloadFailure({ kind: 'too many redirects' }, url.host);
}

function findTarget(from: URL, { headers }: DownloadAnswer): URL {
  const { location } = headers;
  const target = location === undefined ? undefined : parseUrl(location, from);
  const isSafe = target?.protocol === 'https:' || from.protocol === 'http:';
  if (target !== undefined && isSafe && isConfidential(target)) {
    // Node would send what stands before the host as credentials.
    target.username = '';
    target.password = '';
    return target;
  }
  throw new DownloadFailure(
    { kind: 'redirect', host: target?.host, isTemporary: false },
    from.host,
  );
}

async function requestOnce(
  url: URL,
  headers: Readonly<Record<string, string>>,
  { createAgent, userAgent, ending, silentSeconds }: DownloadContext,
): Promise<DownloadAnswer> {
  const { host } = url;
  if (ending.aborted) throw new DownloadFailure({ kind: 'deadline' }, host);
  const isSecure = url.protocol === 'https:';
  const agent = isSecure ? createAgent(url) : new HttpAgent();
  const message = (isSecure ? requestHttps : requestHttp)(url, {
    agent,
    signal: ending,
    headers: { Accept: '*/*', 'Accept-Encoding': 'identity', 'User-Agent': userAgent, ...headers },
  });
  const watch = watchSilence(silentSeconds, (fault) => message.destroy(new NetworkFailure(fault)));
  const close = (): void => {
    watch.stop();
    message.destroy();
    agent.destroy();
  };
  const describe = (error: unknown): DownloadFailure => {
    close();
    if (ending.aborted) return new DownloadFailure({ kind: 'deadline' }, host);
    if (watch.expired !== undefined) return new DownloadFailure(watch.expired, host);
    const fault =
      error instanceof NetworkFailure
        ? error.fault
        : ({ kind: 'error', code: readErrorCode(error) } as const);
    return new DownloadFailure(fault, host);
  };
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      message.once('response', resolve);
      message.on('error', reject);
      message.end();
    });
    watch.hear('the answer');
    return {
      status: answer.statusCode ?? 0,
      headers: joinHeaders(answer),
      host,
      close,
      read: () => readBody(answer, watch.hear, describe, close),
    };
  } catch (error) {
    throw describe(error);
  }
}

function joinHeaders({ headers }: IncomingMessage): DownloadAnswer['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value?.toString()]),
  );
}

async function* readBody(
  answer: IncomingMessage,
  hear: (phase: string) => void,
  describe: (error: unknown) => DownloadFailure,
  close: () => void,
): AsyncGenerator<Buffer> {
  // What takes the parts may throw too: that is none of the network's errors.
  const parts = answer[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await parts.next().catch((error: unknown) => Promise.reject(describe(error)));
      if (next.done === true) break;
      hear('the next bytes');
      yield next.value;
    }
    if (!answer.complete) throw describe(Object.assign(new Error(), { code: 'ECONNRESET' }));
  } finally {
    close();
  }
}

function watchSilence(seconds: number, expire: (fault: SilenceFault) => void) {
  let timer: NodeJS.Timeout | undefined;
  const watch = {
    expired: undefined as SilenceFault | undefined,
    hear(phase: string): void {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const fault = { kind: 'phase too slow', phase: `waiting for ${phase}`, seconds } as const;
        watch.expired = fault;
        expire(fault);
      }, seconds * 1000);
    },
    stop: () => clearTimeout(timer),
  };
  watch.hear('the connection and the answer');
  return watch;
}

type SilenceFault = Extract<DownloadFault, { kind: 'phase too slow' }>;
