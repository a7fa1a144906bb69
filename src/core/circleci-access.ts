import type { Environment } from './expansion.ts';
import { isConfidential, parseUrl } from './url.ts';

// CircleCI's CLI 0.1 reads the first of each, and 1.x the second; neither reads both.
/** The variables that hand the token to the CircleCI CLI. */
export const tokenVariables = ['CIRCLECI_CLI_TOKEN', 'CIRCLE_TOKEN'] as const;
/** The variables that tell the CircleCI CLI where CircleCI is. */
export const hostVariables = ['CIRCLECI_CLI_HOST', 'CIRCLE_HOST'] as const;
/** Where CircleCI is unless something else is said. */
export const circleCiCloud = 'https://circleci.com';

/** What the variables hold: none, one text, or both of two that differ. */
export function readEither(environment: Environment, names: readonly string[]): readonly string[] {
  return [...new Set(names.flatMap((name) => environment[name]?.trim() || []))];
}

/** Whether tokens may be sent to the address, which is a bare origin. */
export function isCircleCiHost(text: string): boolean {
  const url = parseUrl(text);
  if (url === undefined) return false;
  const { pathname, search, hash, username, password } = url;
  const isBare = /^\/*$/.test(pathname) && `${search}${hash}${username}${password}` === '';
  return isBare && isConfidential(url);
}

/** Whether it could be a token: one printable word. */
export function isCircleCiToken(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}
