import { parseUrl } from '../core/url.ts';
import {
  type HttpAnswer,
  type HttpRequest,
  type HttpTransport,
  NetworkFailure,
} from './http-transport.ts';

const followed = [301, 302, 307, 308];

/**
 * One exchange that follows one redirect to the same scheme, host and port, as a
 * standby server answers. Any other would hand the token to somebody else, and
 * throws `NetworkFailure` before anything is sent there.
 */
export async function exchangeWithinOrigin(
  transport: HttpTransport,
  request: HttpRequest,
  deadline: AbortSignal,
): Promise<HttpAnswer> {
  const answer = await transport.exchange(request, deadline);
  if (answer.status < 300 || answer.status > 399) return answer;
  const target = resolveLocation(answer, request.url);
  const isFollowed = followed.includes(answer.status) && target?.origin === request.url.origin;
  if (!isFollowed || target === undefined) throw refuse(answer, request.url);
  const second = await transport.exchange({ ...request, url: target }, deadline);
  if (second.status >= 300 && second.status <= 399) throw refuse(second, target);
  return second;
}

/** A standby that has lost its leader answers with 307 and the same path at the leader's address. */
function refuse(answer: HttpAnswer, asked: URL): NetworkFailure {
  const target = resolveLocation(answer, asked);
  const isTemporary = answer.status === 307 && target?.pathname === asked.pathname;
  return new NetworkFailure({ kind: 'redirect', host: target?.host, isTemporary });
}

function resolveLocation({ headers: { location } }: HttpAnswer, base: URL): URL | undefined {
  return location === undefined ? undefined : parseUrl(location, base);
}
