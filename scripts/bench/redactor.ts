import { createRedactor } from '../../src/core/redactor.ts';
import { listForms } from '../../src/core/secret-forms.ts';

/** Megabytes (10^6 bytes) of output that are redacted in a second. */
export interface Throughput {
  readonly best: number;
  readonly median: number;
}

/** What `measureRedactor` found. */
export interface RedactorMeasurement {
  readonly secrets: number;
  /** Distinct texts that are looked for. */
  readonly forms: number;
  /** From the secrets to the first redacted line, in milliseconds; the best run. */
  readonly preparation: number;
  /** Lines as builds print them, without secrets. */
  readonly logLines: Throughput;
  /** The same, every second line ending in a form of a secret that goes wrong near its end. */
  readonly nearMisses: Throughput;
  /** The same, every second line ending in a form of a secret. */
  readonly hits: Throughput;
}

const chunkSize = 64 * 1024;
const unitSize = 8 * 1024 * 1024;

/**
 * Measures redaction with 50 secrets, as chunks of 64 KiB. The secrets and texts are the
 * same in every run and on every machine.
 */
export function measureRedactor({ runs = 5, mebibytes = 64 } = {}): RedactorMeasurement {
  const random = createRandom(1);
  const secrets = makeSecrets(random);
  const forms = [...new Set(secrets.flatMap(listForms))];
  const pick = (): string => forms[random(forms.length)] ?? '';
  const measure = (makeEnding: () => string): Throughput => {
    const text = makeText(random, makeEnding);
    return summarize(runs, () => pushAll(secrets, text, mebibytes));
  };
  const times = Array.from({ length: runs }, () => prepare(secrets));
  return {
    secrets: secrets.length,
    forms: forms.length,
    preparation: Math.min(...times),
    logLines: measure(() => ''),
    nearMisses: measure(() => `${pick().slice(0, -2)}\u007f`),
    hits: measure(pick),
  };
}

function summarize(runs: number, run: () => number): Throughput {
  const speeds = Array.from({ length: runs }, run).sort((first, second) => first - second);
  return { best: speeds.at(-1) ?? 0, median: speeds[runs >> 1] ?? 0 };
}

function createKnowing(secrets: readonly string[]) {
  const redactor = createRedactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor;
}

function prepare(secrets: readonly string[]): number {
  const start = performance.now();
  createKnowing(secrets).redact('one short line');
  return performance.now() - start;
}

/** Pushes the text, over and over, through a new stream; gives the throughput. */
function pushAll(secrets: readonly string[], text: Buffer, mebibytes: number): number {
  const stream = createKnowing(secrets).createStream();
  const size = mebibytes * 1024 * 1024;
  stream.push(Buffer.from('\n'));
  const start = performance.now();
  for (let done = 0; done < size; done += chunkSize) {
    const from = done % text.length;
    stream.push(text.subarray(from, from + chunkSize));
  }
  stream.end();
  return size / 1000 / (performance.now() - start);
}

/** Gives whole numbers below a limit, the same ones for the same seed (Marsaglia's xorshift). */
function createRandom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

const digits = '0123456789';
const alphanumeric = `${digits}ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz`;
const typeable = `${alphanumeric}!"#$%&'()*+,-./:;<=>?@[\\]^_\`{|}~`;

function makeSecrets(random: (limit: number) => number): string[] {
  const draw = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet[random(alphabet.length)]).join('');
  const drawKey = (): string => {
    const lines = Array.from({ length: 26 }, () => draw(`${alphanumeric}+/`, 64));
    return `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`;
  };
  const kinds: readonly [count: number, make: () => string][] = [
    [14, () => draw(alphanumeric, 20 + random(24))],
    [10, () => draw(typeable, 12 + random(16))],
    [6, () => draw('0123456789abcdef', 40)],
    [6, () => `hvs.${draw(`${alphanumeric}-_`, 90)}`],
    [4, () => `eyJhbGciOiJSUzI1NiJ9.${draw(alphanumeric, 500)}.${draw(alphanumeric, 342)}`],
    [4, drawKey],
    [4, () => `postgres://app:${draw(typeable, 20)}@db.internal:5432/app?sslmode=require`],
    [2, () => JSON.stringify({ type: 'account', id: draw(digits, 21), key: drawKey() })],
  ];
  return kinds.flatMap(([count, make]) => Array.from({ length: count }, make));
}

const words = `the build step is downloading a package from npm registry done in ms info ok GET
  https://registry.example/left-pad 200 tests passed src/index.ts warning deprecated compiled
  webpack chunk vendors~main.js kB sha256 layer cache hit restored Successfully installed 1.2.3`.split(
  /\s+/,
);

/** Lines of some 100 characters; every second one goes on with an ending. */
function makeText(random: (limit: number) => number, makeEnding: () => string): Buffer {
  const lines: string[] = [];
  for (let size = 0; size < unitSize; size += lines.at(-1)?.length ?? 0) {
    let line = `2026-10-01T12:00:${10 + random(50)}Z [${random(10_000)}]`;
    while (line.length < 100) line += ` ${words[random(words.length)]}`;
    lines.push(`${line}${lines.length % 2 === 0 ? makeEnding() : ''}\n`);
  }
  return Buffer.from(lines.join('')).subarray(0, unitSize);
}
