import { cutConnection, type Fault, staySilent } from '../faulty-server.ts';
import { type FaultCase, login, read } from './fault-case.ts';
import { drip, say } from './odd-answers.ts';

const headers = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n';

const stalls: readonly (readonly [title: string, path: string, fault: Fault])[] = [
  ['says nothing', login, staySilent],
  ['says nothing to the read', read, staySilent],
  ['ends within the headers', login, say(headers, 'stay')],
  ['ends behind the headers', login, say(`${headers}\r\n`, 'stay')],
  ['ends within the body', login, say(`${headers}\r\n{"auth": `, 'stay')],
  ['says a byte a second', login, drip(`${headers}\r\n{"auth": `)],
  ['only ever hints', login, say('HTTP/1.1 103 Early Hints\r\n\r\n', 'stay')],
];

/** Servers that come to no end; the step does, once its own time is up. */
export const stallingServers: readonly FaultCase[] = stalls.map(([title, path, fault]) => ({
  title,
  faults: { [path]: fault },
  parameters: { timeout: '2s' },
  stepTimeoutMs: 4000,
  status: 5,
  code: 'TIMED_OUT',
  words: ["The command's time was up"],
}));

const lasting = (title: string, fault: Fault, ...words: string[]): FaultCase => ({
  title,
  faults: { [login]: fault },
  parameters: { timeout: '2s' },
  status: 5,
  code: 'VAULT_UNREACHABLE',
  words: ['cannot be reached', ...words],
});

/** Connections that break each time, until the step has no time left: the break is what is told. */
export const breakingConnections: readonly FaultCase[] = [
  lasting('before the answer', cutConnection, 'ECONNRESET'),
  lasting('within the headers', say('HTTP/1.1 200 OK\r\ncontent-', 'reset'), 'ECONNRESET'),
  lasting('within the body', say(`${headers}\r\n{"auth": `), 'ECONNRESET'),
];

/** What answers there is no HTTP server; it is asked once. */
export const otherProtocols: readonly FaultCase[] = [
  lasting('SSH', say('SSH-2.0-OpenSSH_9.6\r\n'), 'it does not speak HTTP'),
  lasting('a mail server', say('220 mail.example.com ESMTP\r\n'), 'it does not speak HTTP'),
  lasting(
    'headers without end',
    say(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`),
    'it does not speak HTTP (HPE_HEADER_OVERFLOW)',
  ),
  lasting('two lengths', say('HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n')),
].map((one) => ({ ...one, requests: 1 }));
