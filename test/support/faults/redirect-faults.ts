import { type Fault, redirectTo } from '../faulty-server.ts';
import { type FaultCase, login, read } from './fault-case.ts';
import { answerHeaders } from './odd-answers.ts';

const refused = (
  title: string,
  faults: FaultCase['faults'],
  word: string,
  requests = 1,
): FaultCase => ({
  title,
  faults: faults ?? {},
  status: 5,
  code: 'REDIRECT_REFUSED',
  words: [word, 'nothing was sent there'],
  requests,
});

/** Every status that sends elsewhere, with its target in the place of the log-in's answer. */
export function listRedirectsTo(target: string): readonly FaultCase[] {
  const { host, port } = new URL(target);
  const at = (location: string, status = 307): FaultCase['faults'] => ({
    [login]: redirectTo(location, status),
  });
  const path = '/v1/moved';
  return [
    ...[301, 302, 303, 307, 308].map((status) =>
      refused(`another port, with ${status}`, at(target + path, status), host),
    ),
    refused('another port, from the read', { [read]: redirectTo(target + path) }, host, 2),
    {
      ...refused('a leader, by a standby that cannot reach it', at(`${target}/v1/${login}`), host),
      parameters: { timeout: '2s' },
      requests: undefined,
    },
    refused('another host', at(`http://localhost:${port}${path}`), `localhost:${port}`),
    refused('another host without a scheme', at(`//${host}${path}`), host),
    refused('another host behind a user name', at(`http://127.0.0.1@${host}${path}`), host),
    refused('another scheme', at(`https://${host}${path}`), host),
    refused('no HTTP at all', at('file:///etc/passwd'), 'nowhere'),
    refused('what is no address', at('http://[::1'), 'nowhere'),
    refused('nowhere', { [login]: answerHeaders(307, {}) }, 'nowhere'),
    refused('nowhere in particular (304)', { [login]: answerHeaders(304, {}) }, 'nowhere'),
  ];
}

/** Redirects to the server itself that come to no end: the second is not followed. */
export const endlessRedirects: readonly FaultCase[] = [
  refused('itself', { [login]: redirectTo(`/v1/${login}`, 308) }, '127.0.0.1', 2),
  refused(
    'where it came from',
    { [login]: redirectTo('/v1/there'), there: redirectTo(`/v1/${login}`) },
    '127.0.0.1',
    2,
  ),
];

/** One redirect to the server itself, and from there to another. */
export function redirectTwice(target: string): FaultCase {
  const away: Fault = redirectTo(`${target}/v1/moved`);
  const faults = { [login]: redirectTo('/v1/there'), there: away };
  return refused('the server itself, and from there away', faults, new URL(target).host, 2);
}
