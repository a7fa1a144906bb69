import type { FailureCode } from '../../../src/core/failure.ts';
import { answerErrors, answerWith } from '../faulty-server.ts';
import { type FaultCase, login, read } from './fault-case.ts';
import { answerHeaders } from './odd-answers.ts';

type Row = readonly [status: number, exit: number, code: FailureCode, word: string];

const lasting = (path: string, rows: readonly Row[], requests: number): readonly FaultCase[] =>
  rows.map(([status, exit, code, word]) => ({
    title: `${status}`,
    faults: { [path]: answerErrors(status, `words of ${status}`) },
    status: exit,
    code,
    words: [`(${status})`, `words of ${status}`, word],
    requests,
  }));

/** What a server says to the log-in for good: it is asked once. */
export const loginStatuses: readonly FaultCase[] = lasting(
  login,
  [
    [400, 3, 'LOGIN_REFUSED', 'vault read auth/jwt/role/deploy'],
    [401, 3, 'LOGIN_REFUSED', 'vault read auth/jwt/role/deploy'],
    [404, 3, 'LOGIN_DENIED', 'auth/jwt'],
    [405, 3, 'LOGIN_REFUSED', 'deploy'],
    [413, 3, 'LOGIN_REFUSED', 'deploy'],
    [418, 3, 'LOGIN_REFUSED', 'deploy'],
    [423, 3, 'LOGIN_REFUSED', 'deploy'],
    [501, 3, 'LOGIN_REFUSED', 'deploy'],
  ],
  1,
);

/** What a server says to a read for good. */
export const readStatuses: readonly FaultCase[] = [
  ...(
    [
      [201, 'status 201'],
      [206, 'status 206'],
      [400, 'status 400'],
      [401, 'status 401'],
      [405, 'status 405'],
      [418, 'status 418'],
      [501, 'status 501'],
    ] as const
  ).map(([status, word]) => ({
    title: `${status}`,
    faults: { [read]: answerErrors(status, `words of ${status}`) },
    status: 6,
    code: 'ANSWER_UNEXPECTED' as const,
    words: [word, `words of ${status}`],
    requests: 2,
  })),
  {
    title: '403 for a token that is not known any more',
    faults: { [read]: answerErrors(403, 'permission denied', 'invalid token') },
    status: 4,
    code: 'SECRET_FORBIDDEN',
    words: ['secret/data/app'],
  },
];

const trouble = (
  title: string,
  fault: FaultCase['faults'],
  ...words: string[]
): Omit<FaultCase, 'requests'> => ({
  title,
  faults: fault ?? {},
  parameters: { timeout: '2s' },
  status: 5,
  code: 'VAULT_UNAVAILABLE',
  words,
});

const words = 'no leader yet';

/** Trouble of the server that does not pass while the command has time: it is what is told. */
export const lastingTrouble: readonly FaultCase[] = [
  ...[408, 412, 429, 472, 473, 474, 500, 502, 503, 504].map((status) =>
    trouble(`${status}`, { [login]: answerErrors(status, words) }, `(${status})`, words),
  ),
  trouble(
    '502 of a balancer',
    { [login]: answerWith(502, '<html>Bad gateway</html>', 'text/html') },
    '(502)',
    'Vault says nothing',
  ),
  trouble('503 at the read', { [read]: answerErrors(503, words) }, `the read of ${read}`, words),
];

/** Trouble that waiting does not mend: nobody waits. */
export const hopelessTrouble: readonly FaultCase[] = [
  {
    ...trouble('a wait of hours', {
      [login]: answerHeaders(429, { 'retry-after': '9999' }, '{"errors": ["slow down"]}'),
    }),
    words: ['asks to wait 9999 s', 'slow down'],
    requests: 1,
  },
  {
    ...trouble('a wait until another day', {
      [login]: answerHeaders(503, { 'retry-after': 'Fri, 01 Jan 2100 00:00:00 GMT' }),
    }),
    words: ['(503)', 'asks to wait'],
    requests: 1,
  },
  {
    ...trouble('an agent in front', {
      [login]: answerErrors(412, "missing 'X-Vault-Request' header"),
    }),
    words: ['not of an agent in front of it'],
    requests: 1,
  },
  {
    ...trouble('a server that does not know its own state', {
      [login]: answerErrors(530, 'in maintenance'),
    }),
    words: ['(530)', 'in maintenance'],
    requests: 1,
  },
  {
    ...trouble('a sealed server', { [login]: answerErrors(503, 'Vault is sealed') }),
    words: ['ask the operators to unseal Vault'],
    parameters: {},
    requests: 3,
  },
];
