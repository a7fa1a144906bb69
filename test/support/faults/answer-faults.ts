import { answerErrors, answerWith, type Fault } from '../faulty-server.ts';
import { type FaultCase, login, read } from './fault-case.ts';
import { answerGzip, answerHeaders, say } from './odd-answers.ts';

const unreadable = (title: string, fault: Fault, ...words: string[]): FaultCase => ({
  title,
  faults: { [login]: fault },
  status: 6,
  code: 'ANSWER_UNREADABLE',
  words,
  requests: 1,
});

/** Answers to the log-in that are none of Vault's. */
export const unreadableAnswers: readonly FaultCase[] = [
  unreadable('a page', answerWith(200, '<html>Sign in</html>', 'text/html'), 'type text/html'),
  unreadable('a page of a firewall', answerWith(403, '<html>no</html>', 'text/html'), 'status 403'),
  unreadable('nothing', answerWith(200, ''), 'status 200'),
  unreadable('nothing, and says so (204)', (response) => response.writeHead(204).end()),
  unreadable('null', answerWith(200, 'null')),
  unreadable('a list', answerWith(200, '[]')),
  unreadable('a text', answerWith(200, '"welcome"')),
  unreadable('an empty object', answerWith(200, '{}')),
  unreadable('half of an object', answerWith(200, '{"auth": {"client_token": "hvs.')),
  unreadable('JSON with more behind it', answerWith(200, '{"auth": null} {}')),
  unreadable('lists in lists without end', answerWith(200, '['.repeat(200_000))),
  unreadable('lists in lists', answerWith(200, '['.repeat(200_000) + ']'.repeat(200_000))),
  unreadable('UTF-16', answerHeaders(200, {}, Buffer.from('\ufeff{"auth": {}}', 'utf16le'))),
  unreadable('gzip that nobody asked for', answerGzip('{"auth": {}}')),
  unreadable('gzip of much', answerGzip('x'.repeat(20 * 1024 * 1024))),
  unreadable(
    'less than its length',
    say('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{"auth": {}}'),
  ),
];

const tokens: readonly (readonly [title: string, token: string])[] = [
  ['a newline in it', 'hvs.one\r\nX-Vault-Token: two'],
  ['a NUL in it', 'hvs.one\0two'],
  ['a blank in it', 'hvs.one two'],
  ['a letter that no header can hold', 'hvs.één-twéé'],
  ['10 KiB', `hvs.${'x'.repeat(10 * 1024)}`],
];

/** Log-ins that are granted with a token that no header can hold; nothing is sent with it. */
export const unusableTokens: readonly FaultCase[] = tokens.map(([title, client_token]) =>
  unreadable(title, answerWith(200, JSON.stringify({ auth: { client_token } })), 'status 200'),
);

/** Answers to a read that give no values. */
export const valuelessAnswers: readonly FaultCase[] = (
  [
    ['a list', '{"data": ["a"]}', 'ANSWER_UNREADABLE', 'status 200'],
    ['a text', '{"data": "a"}', 'ANSWER_UNREADABLE', 'status 200'],
    ['null', '{"data": null}', 'ANSWER_UNREADABLE', 'status 200'],
    ['left out', '{"auth": null}', 'ANSWER_UNREADABLE', 'status 200'],
  ] as const
).map(([title, body, code, word]) => ({
  title,
  faults: { [read]: answerWith(200, body) },
  status: 6,
  code,
  words: [word],
  requests: 2,
}));

const refusal = (title: string, fault: Fault, ...words: string[]): FaultCase => ({
  title,
  faults: { [login]: fault },
  status: 3,
  code: 'LOGIN_REFUSED',
  words,
  requests: 1,
});

/** Refusals whose words are odd; none of them gets longer than what a reader can take in. */
export const oddErrors: readonly FaultCase[] = [
  refusal('are left out', answerWith(400, '{}'), 'Vault says nothing'),
  refusal('are none', answerWith(400, '{"errors": []}'), 'Vault says nothing'),
  refusal('are empty', answerErrors(400, '', ' '), 'Vault says nothing'),
  refusal('are no list', answerWith(400, '{"errors": "because"}'), 'Vault says nothing'),
  refusal('are no texts', answerWith(400, '{"errors": [1, {}, null]}'), 'Vault says nothing'),
  refusal('are a megabyte', answerErrors(400, 'much '.repeat(200_000)), '…"'),
  refusal('are a megabyte without a blank', answerErrors(400, 'm'.repeat(2 ** 20)), '…"'),
  refusal('are many', answerErrors(400, ...Array(10_000).fill('one')), 'one; one'),
  refusal('are HTML', answerErrors(400, '<script>alert(1)</script>'), '<script>'),
  refusal('move the cursor', answerErrors(400, '\u001b[2J\u009bAone\rtwo\u0007'), '[2JAonetwo'),
  {
    ...refusal('look like a failure of ours', answerErrors(400, 'x\nvault-oidc: all is well')),
    words: ['x\n        vault-oidc: all is well'],
  },
];
