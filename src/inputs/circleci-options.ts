import { hostVariables, isCircleCiHost } from '../core/circleci-access.ts';
import { Problem } from './input.ts';
import { defineText } from './option.ts';

/** Options of every command that asks CircleCI's API. */
export const circleCiOptions = {
  host: defineText(
    {
      description: `address of a CircleCI server (or ${hostVariables.join(' or ')}); left out, circleci.com`,
      placeholder: 'url',
      default: '',
      remedy: 'write https:// and the name of the server, without a path',
    },
    (text) => {
      const host = text.trim().replace(/\/+$/, '');
      return host === '' || isCircleCiHost(host)
        ? host
        : new Problem('it is not https:// and a name (http:// only for this machine)');
    },
  ),
} as const;

/** The name of a context as CircleCI takes it. */
export function parseContextName(text: string): string | Problem {
  if (text.startsWith('-')) return new Problem('programs would take it for an option');
  return /^\S(.{0,198}\S)?$/u.test(text) && !/\p{Cc}/u.test(text)
    ? text
    : new Problem('a context has 1 to 200 characters, and no blank at its ends');
}
