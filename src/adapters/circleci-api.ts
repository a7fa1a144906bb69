import type { CircleCi, CircleCiAnswer } from '../administration-ports.ts';
import { explainCircleCiFault } from '../core/circleci-context/explain-fault.ts';
import type { CircleCiRefusal } from '../core/circleci-context/explain-refusal.ts';
import { Failed } from '../core/failure.ts';
import {
  getMember,
  getText,
  isJsonObject,
  type JsonObject,
  parseJson,
  stringifyJson,
} from '../core/json.ts';
import { stripControls } from '../core/plain-text.ts';
import { createRedactor } from '../core/redactor.ts';
import { readRetryAfter } from '../core/retry-schedule.ts';
import type { Secret } from '../core/secret.ts';
import { type HttpAnswer, type HttpTransport, NetworkFailure } from './http-transport.ts';
import { exchangeWithRetries } from './retrying-exchange.ts';
import { exchangeWithinOrigin } from './same-origin-redirect.ts';

/** How to reach CircleCI. */
export interface CircleCiConnection {
  /** Its origin, without a slash at the end. */
  readonly host: string;
  readonly token: Secret<string>;
  readonly transport: HttpTransport;
  /** Ends every request that is still under way. */
  readonly deadline: AbortSignal;
  readonly userAgent: string;
  /** Told why an answer takes longer, in a few words. */
  readonly onDelay: (reason: string) => void;
}

interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly waitMs: number | undefined;
}

/** An answer, or what kept it from coming, where that must not be tried again. */
type Try = ApiAnswer | { readonly failure: NetworkFailure };

const budget = { tries: 6, milliseconds: 60_000 };
// A list that goes on behind that goes in a circle.
const mostPages = 200;
const longestWords = 300;

/** CircleCI's API v2 at a host (circleci.com/docs/api/v2). */
export function createCircleCi(connection: CircleCiConnection): CircleCi {
  const { host, token, transport, deadline, userAgent, onDelay } = connection;
  const redactor = createRedactor();
  redactor.add(token.reveal());
  // Before it is cut: of half a token nobody could tell that it is one.
  const shorten = (text: string): string =>
    redactor.redact(stripControls(redactor.redact(text))).slice(0, longestWords);

  const sendOnce = async (method: string, path: string, text?: string): Promise<ApiAnswer> => {
    const headers = {
      Accept: 'application/json',
      'Accept-Encoding': 'identity',
      'Circle-Token': token.reveal(),
      'User-Agent': userAgent,
      ...(text === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(text === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(text)) }),
    };
    const url = new URL(`${host}/api/v2/${path}`);
    return readAnswer(
      await exchangeWithinOrigin(transport, { method, url, headers, body: text }, deadline),
    );
  };

  const send = async (method: string, path: string, body?: JsonObject): Promise<ApiAnswer> => {
    const text = body && stringifyJson(body);
    // Whatever may have been done already is not done twice.
    const isRepeatable = method !== 'POST';
    const attempt = (): Promise<Try> => {
      const answer = sendOnce(method, path, text);
      return isRepeatable ? answer : answer.catch(keepFailure);
    };
    const last = await exchangeWithRetries(attempt, {
      budget,
      deadline,
      describe: (tried) =>
        'failure' in tried || !(isRepeatable || tried.status === 429)
          ? { status: 400, said: '', waitMs: undefined }
          : { status: tried.status, said: '', waitMs: tried.waitMs },
      isTokenNew: () => Promise.resolve(false),
      onRetry: (outcome) =>
        onDelay(
          outcome.fault === undefined
            ? `CircleCI answers with status ${outcome.status}`
            : `CircleCI: ${explainCircleCiFault(outcome.fault, new URL(host).host).why}`,
        ),
    });
    if ('failure' in last) throw last.failure;
    return last;
  };

  const ask = async (
    method: string,
    path: string,
    body?: JsonObject,
  ): Promise<CircleCiAnswer<JsonObject>> => {
    try {
      return judgeAnswer(await send(method, path, body), shorten);
    } catch (error) {
      if (!(error instanceof NetworkFailure)) throw error;
      throw new Failed([explainCircleCiFault(error.fault, new URL(host).host)]);
    }
  };

  return {
    read: (path) => ask('GET', path),
    put: (path, body) => ask('PUT', path, body),
    post: (path, body) => ask('POST', path, body),
    remove: (path) => ask('DELETE', path),
    list: async (path) => {
      const items: JsonObject[] = [];
      let page = '';
      for (let count = 0; count < mostPages; count += 1) {
        const answer = await ask('GET', addPage(path, page));
        if (!answer.granted) return answer;
        const found = readItems(answer.value);
        if (found === undefined) throw describeShape('JSON without a list', host);
        items.push(...found);
        page = getText(answer.value, 'next_page_token') ?? '';
        if (page === '') return { granted: true, value: items };
      }
      throw describeShape('a list that does not end', host);
    },
  };
}

function addPage(path: string, page: string): string {
  if (page === '') return path;
  return `${path}${path.includes('?') ? '&' : '?'}page-token=${encodeURIComponent(page)}`;
}

function readItems(answer: JsonObject): JsonObject[] | undefined {
  const items = getMember(answer, 'items');
  return Array.isArray(items) ? items.filter(isJsonObject) : undefined;
}

function describeShape(contentType: string, host: string): Failed {
  const fault = { kind: 'unreadable', status: 200, contentType } as const;
  return new Failed([explainCircleCiFault(fault, new URL(host).host)]);
}

function keepFailure(error: unknown): Try {
  if (error instanceof NetworkFailure) return { failure: error };
  throw error;
}

// What a balancer or a proxy in front answers need not be JSON.
const foreignStatuses = [401, 403, 408, 429];

function readAnswer({ status, headers, text }: HttpAnswer): ApiAnswer {
  const waitMs = readRetryAfter(headers['retry-after'], Date.now());
  try {
    return { status, body: text === '' ? {} : parseJson(text), waitMs };
  } catch {
    if (status >= 500 || foreignStatuses.includes(status)) {
      return { status, body: undefined, waitMs };
    }
    const contentType = headers['content-type'] ?? '';
    throw new NetworkFailure({ kind: 'unreadable', status, contentType });
  }
}

function judgeAnswer(
  { status, body }: ApiAnswer,
  shorten: (text: string) => string,
): CircleCiAnswer<JsonObject> {
  if (status >= 200 && status <= 299) {
    if (isJsonObject(body)) return { granted: true, value: body };
    throw new NetworkFailure({ kind: 'unreadable', status, contentType: 'JSON of another shape' });
  }
  const refusal: CircleCiRefusal = { status, said: shorten(getText(body, 'message') ?? '') };
  return { granted: false, refusal };
}
