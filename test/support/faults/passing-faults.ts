import {
  answerErrors,
  answerWith,
  cutConnection,
  type Fault,
  redirectTo,
} from '../faulty-server.ts';
import { type Faults, login, type PassingCase, read, revocation } from './fault-case.ts';
import { answerHeaders, say } from './odd-answers.ts';

const whole = [login, read, revocation];

/** Met by the log-in, and met by the read: each is sent again as often as it was met. */
const atBoth = (title: string, fault: Fault): readonly PassingCase[] => [
  { title: `${title}, at the log-in`, faults: { [login]: [fault] }, requests: [login, ...whole] },
  {
    title: `${title}, at the read`,
    faults: { [read]: [fault] },
    requests: [login, read, read, revocation],
  },
];

/** Trouble that passes; the job does not notice. */
export const passingTrouble: readonly PassingCase[] = [
  ...atBoth('500', answerErrors(500, 'internal error')),
  ...atBoth('503 of a standby', answerErrors(503, 'Vault is in standby')),
  ...atBoth('412, a state that is not there yet', answerErrors(412, 'required index state')),
  ...atBoth('429 with a second to wait', answerHeaders(429, { 'retry-after': '1' })),
  ...atBoth('502 of a balancer', answerWith(502, '<html>Bad gateway</html>', 'text/html')),
  ...atBoth('a cut connection', cutConnection),
  ...atBoth('a reset in the headers', say('HTTP/1.1 200 OK\r\ncontent-', 'reset')),
  ...atBoth('a reset in the body', say('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"a', 'reset')),
  ...atBoth('an end in the body', say('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"a')),
  ...atBoth(
    'an end in a chunk',
    say('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\n{'),
  ),
  {
    title: '500 twice',
    faults: { [login]: [answerErrors(500), answerErrors(500)] },
    requests: [login, login, ...whole],
  },
  {
    title: 'a wait that has passed already, and one that nobody can read',
    faults: {
      [login]: [
        answerHeaders(503, { 'retry-after': 'Tue, 01 Jan 2019 00:00:00 GMT' }),
        answerHeaders(503, { 'retry-after': '-1' }),
      ],
    },
    requests: [login, login, ...whole],
  },
];

const leader = (hasStandbys: boolean): Faults => ({
  'sys/leader': answerWith(200, JSON.stringify({ ha_enabled: hasStandbys })),
  [read]: [answerErrors(403, 'permission denied'), answerErrors(403, 'permission denied')],
});

/** A replica that does not have the new token yet. */
export const lateReplica: PassingCase = {
  title: 'twice right after the log-in, by one of several servers',
  faults: leader(true),
  requests: [login, read, 'sys/leader', read, read, revocation],
};

/** The same by a server that is alone, where nothing can be late. */
export const onlyServer = {
  title: 'once, by a server that is alone',
  faults: leader(false),
  status: 4,
  code: 'SECRET_FORBIDDEN',
  words: ['secret/data/app'],
  requests: 3,
} as const;

/** Redirects to the same server; each is followed once. */
export const followedRedirects: readonly PassingCase[] = [301, 302, 307, 308].map((status) => ({
  title: `${status}`,
  faults: { [read]: [redirectTo(`/v1/${read}?again`, status)] },
  requests: [login, read, `${read}?again`, revocation],
}));

const value = (json: string, type?: string): Faults => ({
  [read]: answerWith(
    200,
    `{"data": {"data": ${json}, "metadata": {"created_time": "", "version": 1}}}`,
    type,
  ),
});

/** Answers that look odd and are right. */
export const oddButRight: readonly PassingCase[] = [
  {
    title: 'is called text',
    faults: value('{"key": "a"}', 'text/plain'),
    variables: { APP_KEY: 'a' },
    requests: whole,
  },
  {
    title: 'begins with a byte order mark',
    faults: {
      [read]: answerWith(
        200,
        '\ufeff{"data": {"data": {"key": "a"}, "metadata": {"created_time": "", "version": 1}}}',
      ),
    },
    variables: { APP_KEY: 'a' },
    requests: whole,
  },
  {
    title: 'has a key twice, of which the last counts',
    faults: value('{"key": "first", "key": "last"}'),
    variables: { APP_KEY: 'last' },
    requests: whole,
  },
  {
    title: 'has keys that every object has',
    faults: value('{"__proto__": "p", "constructor": "c", "toString": "t", "data": "d"}'),
    secrets: ['__proto__ | P', 'constructor | C', 'toString | T', 'data | D']
      .map((line) => `secret/data/app ${line}`)
      .join('\n'),
    variables: { P: 'p', C: 'c', T: 't', D: 'd' },
    requests: whole,
  },
  {
    title: 'comes in chunks, with trailers and hints',
    faults: {
      [read]: say(
        [
          'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'.repeat(20),
          'HTTP/1.1 100 Continue\r\n\r\n',
          'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntrailer: x-sum\r\n\r\n',
          '45\r\n{"data": {"data": {"key": "a"}, "metadata": {"created_time": "", "ver\r\n',
          'c\r\nsion": 1}}} \r\n',
          '0\r\nx-sum: 1\r\n\r\n',
        ].join(''),
      ),
    },
    variables: { APP_KEY: 'a' },
    requests: whole,
  },
];
