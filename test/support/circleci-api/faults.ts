import type { ServerResponse } from 'node:http';

/** What a stand-in does to one request in the place of the right answer. */
export type Fault =
  | 'token refused'
  | 'right lacking'
  | 'too many requests'
  | 'server error'
  | 'cut before'
  /** Nothing is done, and the connection stays open without an answer. */
  | 'never answered'
  /** The work is done, and the connection is cut before the answer. */
  | 'cut after'
  /** The work is done, and the answer says that the right is lacking. */
  | 'refused after'
  | 'empty answer';

/** What a request wants of the registry. */
export type Operation = 'publish' | 'read' | 'other';

/** An answer of one of the two APIs. */
export interface Answer {
  readonly status: number;
  /** Sent as JSON unless it is a text. */
  readonly body: unknown;
}

/**
 * The status, title and detail of the refusal that a fault stands for; undefined for
 * other faults. A refusal repeats the token, as a careless server might.
 */
export function findRefusal(
  fault: Fault,
  token: string,
): readonly [number, string, string] | undefined {
  switch (fault) {
    case 'token refused':
      return [401, 'Unauthorized', `You must log in first. (${token})`];
    case 'right lacking':
    case 'refused after':
      return [403, 'Forbidden', `AUTHORIZATION_FAILURE (${token})`];
    case 'too many requests':
      return [429, 'Too Many Requests', `slow down (${token})`];
    case 'server error':
      return [500, 'Internal Server Error', `something broke (${token})`];
    default:
      return undefined;
  }
}

/** How a request ends that gets no answer: the connection is cut, or stays open. */
export type Silence = 'cut' | 'open';

/** The silence that a fault stands for; undefined for other faults. */
export function findSilence(fault: Fault | undefined): Silence | undefined {
  if (fault === 'cut after' || fault === 'cut before') return 'cut';
  return fault === 'never answered' ? 'open' : undefined;
}

/** Sends the answer, or none. */
export function sendAnswer(response: ServerResponse, answer: Answer | Silence): void {
  if (answer === 'open') return;
  if (answer === 'cut') {
    response.destroy();
    return;
  }
  const isText = typeof answer.body === 'string';
  response
    .writeHead(answer.status, { 'content-type': isText ? 'text/plain' : 'application/json' })
    .end(isText ? answer.body : JSON.stringify(answer.body));
}
