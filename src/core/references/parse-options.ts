import type { Environment } from '../expansion.ts';
import { expandWord } from './parse-path.ts';
import { type Absence, type Encoding, encodings } from './reference.ts';
import type { Token, Word } from './scan.ts';

/** What the options behind a reference say. */
export interface ReferenceOptions {
  readonly absence: Absence;
  readonly encoding: Encoding | undefined;
}

/** Reads `, option …`; the tokens begin with the first comma, or are none. Text is a problem. */
export function parseOptions(
  tokens: readonly Token[],
  environment: Environment,
): ReferenceOptions | string {
  let options: Partial<ReferenceOptions> = {};
  for (const words of splitAtCommas(tokens)) {
    const option = readOption(words, environment);
    if (typeof option === 'string') return option;
    if (option.absence !== undefined && options.absence !== undefined) {
      return '"optional" and "default" exclude each other, and each stands there once';
    }
    if (option.encoding !== undefined && options.encoding !== undefined) {
      return '"decode" stands there twice';
    }
    options = { ...options, ...option };
  }
  return { absence: { kind: 'failure' }, encoding: undefined, ...options };
}

function readOption(
  [option, argument, ...rest]: readonly Word[],
  environment: Environment,
): Partial<ReferenceOptions> | string {
  if (option === undefined || option.quote !== '') return 'no option stands behind a comma';
  if (rest.length > 0) return `there is too much behind the option "${option.text}"`;
  switch (option.text) {
    case 'optional':
      return argument === undefined
        ? { absence: { kind: 'nothing' } }
        : '"optional" takes nothing behind it';
    case 'default':
      return argument === undefined
        ? '"default" lacks its text: default "text"'
        : { absence: { kind: 'default', text: expandWord(argument, environment).text } };
    case 'decode': {
      const encoding = encodings.find((name) => name === argument?.text);
      return encoding === undefined
        ? `"decode" takes one of ${encodings.join(', ')}`
        : { encoding };
    }
    case 'mode':
    case 'format':
      return `"${option.text}" belongs to files, which this version cannot write yet`;
    default:
      return `there is no option "${option.text}"; there are optional, default "text" and decode ${encodings.join('|')}`;
  }
}

/** The words between commas; `|` and `>` cannot be there any more. */
function splitAtCommas(tokens: readonly Token[]): Word[][] {
  const groups: Word[][] = [];
  for (const token of tokens) {
    if (token.kind === 'word') groups.at(-1)?.push(token);
    else groups.push([]);
  }
  return groups;
}
