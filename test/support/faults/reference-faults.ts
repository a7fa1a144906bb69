import { answerErrors } from '../faulty-server.ts';
import { type FaultCase, login, type PassingCase, read, revocation } from './fault-case.ts';

const wrong = (title: string, secrets: string, word: string): FaultCase => ({
  title,
  secrets,
  status: 2,
  code: 'REFERENCE_INVALID',
  words: [word],
  requests: 0,
});

/** References that are refused before anything is asked. */
export const wrongReferences: readonly FaultCase[] = [
  wrong('version 0', 'secret/app?version=0 key', 'a whole number from 1'),
  wrong('a version below', 'secret/app?version=-1 key', 'a whole number from 1'),
  wrong('a version that is no number', 'secret/app?version=latest key', 'a whole number from 1'),
  wrong('a path of 8 KiB', `secret/${'long/'.repeat(1600)}app key`, 'longer than 1024 characters'),
  wrong('a request of another kind', 'secret/app?help=1 key', '?version=N'),
];

/** References that ask for much, or are written oddly. */
export const muchAskedFor: readonly PassingCase[] = [
  {
    title: 'a thousand of one path take one read',
    secrets: Array.from({ length: 1000 }, (_, index) => `${read} key | KEY_${index}`).join('\n'),
    variables: { KEY_0: 'found-after-all', KEY_999: 'found-after-all' },
    requests: [login, read, revocation],
  },
  {
    title: 'every one of 400 keys',
    secrets: 'secret/data/many *',
    variables: { KEY_0: 'value-0', KEY_399: 'value-399' },
    requests: [login, 'secret/data/many', revocation],
  },
  {
    title: 'with Windows newlines, tabs and blank lines',
    secrets: `\r\n\t${read}\tkey\t|\tAPP_KEY \t\r\n\r\n  # nothing \r\n${read} key | OTHER\r\n`,
    variables: { APP_KEY: 'found-after-all', OTHER: 'found-after-all' },
    requests: [login, read, revocation],
  },
];

/** One path of ten that the engine will not read, and one that is no longer there: no value is handed over. */
export const oneOfTen: readonly FaultCase[] = [
  ['odd', 400, 6, 'ANSWER_UNEXPECTED', 11] as const,
  // After a 404 the mount is asked, to tell what is missing.
  ['missing', 404, 4, 'SECRET_MISSING', 12] as const,
].map(([title, answered, status, code, requests]) => ({
  title,
  faults: { 'secret/data/ten-7': answerErrors(answered) },
  secrets: Array.from(
    { length: 10 },
    (_, index) => `secret/data/ten-${index} key | KEY_${index}`,
  ).join('\n'),
  status,
  code,
  words: ['secret/data/ten-7'],
  requests,
}));
