import { type Environment, expandReferences } from '../expansion.ts';
import type { SecretPath } from './reference.ts';
import type { Word } from './scan.ts';

const longestPath = 1024;
const forbiddenText: readonly (readonly [RegExp, string])[] = [
  [/\p{Cc}/u, 'holds a control character'],
  [/%/, 'holds "%": write the character itself, it is encoded on the way'],
  [/[#\\]/, 'holds "#" or a backslash'],
  [/\?/, 'holds "?" that is not ?version=N at its end'],
  [/\p{Surrogate}/u, 'holds half a character (a lone surrogate)'],
];

/**
 * Reads a path. Variables are expanded segment by segment, after the path was
 * cut, so that none can add a segment. Refused: empty, `.` and `..` segments,
 * escapes, and Vault's own `sys/…` and `auth/…`. Text is a problem.
 */
export function parsePath(word: Word, environment: Environment): SecretPath | string {
  const [location = '', ...queries] = word.text.split('?');
  const version = parseVersion(queries, word, environment);
  if (typeof version === 'string') return version;

  const segments: string[] = [];
  for (const written of location.replace(/^\//, '').split('/')) {
    const { text, unset } = expandWord({ ...word, text: written }, environment);
    const problem = findSegmentProblem(text, unset);
    if (problem !== undefined) return problem;
    segments.push(text);
  }
  if (segments.join('/').length > longestPath) {
    return `the path is longer than ${longestPath} characters`;
  }
  const [root] = segments;
  if (root === 'sys' || root === 'auth') {
    return `"${root}/…" belongs to Vault itself and is not read as a secret`;
  }
  if (root === 'v1' && segments.length > 1) {
    return `the path begins with the API's "v1/"; leave that out`;
  }
  return { segments, version };
}

/** Expands a word's variables; what single quotes hold stays as it is. */
export function expandWord(
  word: Word,
  environment: Environment,
): ReturnType<typeof expandReferences> {
  return word.quote === "'"
    ? { text: word.text, unset: [] }
    : expandReferences(word.text, environment);
}

function findSegmentProblem(text: string, unset: readonly string[]): string | undefined {
  if (text === '') {
    return unset.length > 0
      ? `a part of the path is empty because ${unset.join(' and ')} is not set`
      : 'a part of the path is empty (a doubled or a trailing "/")';
  }
  if (text === '.' || text === '..') return `"${text}" is not a part of a path`;
  if (text.includes('/')) return 'a variable of the path holds "/"; it may fill one part of it';
  const forbidden = forbiddenText.find(([pattern]) => pattern.test(text));
  return forbidden === undefined ? undefined : `the path ${forbidden[1]}`;
}

function parseVersion(
  queries: readonly string[],
  word: Word,
  environment: Environment,
): number | undefined | string {
  const [query, ...others] = queries;
  if (query === undefined) return undefined;
  const written = /^version=(.*)$/s.exec(query)?.[1];
  if (written === undefined || others.length > 0) {
    return 'the path holds "?" that is not ?version=N at its end';
  }
  const { text, unset } = expandWord({ ...word, text: written }, environment);
  if (/^[1-9][0-9]{0,8}$/.test(text)) return Number(text);
  const because = unset.length === 0 ? '' : `; ${unset.join(' and ')} is not set`;
  return `version must be a whole number from 1${because}`;
}
