import type { Environment } from '../expansion.ts';
import { describeFailure, type Failure, isFailure } from '../failure.ts';
import { nameFromKey } from '../names.ts';
import { claimName, findNameFailure, findPrefixFailure, type NameOrigin } from './name-failures.ts';
import { parseOptions } from './parse-options.ts';
import { expandWord, parsePath } from './parse-path.ts';
import type { Reference, Selector } from './reference.ts';
import { type Statement, scanStatements, type Token, type Word } from './scan.ts';

export interface ParsedReferences {
  /** The references without fault, in the order they are written. */
  readonly references: readonly Reference[];
  /** Every fault of the text: of grammar, of names, and of two references with one name. */
  readonly failures: readonly Failure[];
}

/**
 * Reads the `secrets` text: `<path> <key> [| NAME] [, option …]`, one reference
 * a line or between `;`. It is the grammar of hashicorp/vault-action's `secrets`
 * with comments, quotes and options added.
 */
export function parseReferences(source: string, environment: Environment): ParsedReferences {
  const references: Reference[] = [];
  const failures: Failure[] = [];
  for (const statement of scanStatements(source)) {
    const parsed = parseStatement(statement, environment);
    if (isFailure(parsed)) failures.push(parsed);
    else references.push(parsed);
  }
  if (references.length === 0 && failures.length === 0) {
    failures.push(
      describeFailure('REFERENCE_INVALID', {
        what: 'The parameter "secrets" names no secret.',
        why: 'it is empty, or holds comments only',
        next: ['write one reference a line: <path> <key> | NAME'],
      }),
    );
  }
  return { references, failures: [...failures, ...findTakenNames(references)] };
}

/** Every name that two references state or make. */
function findTakenNames(references: readonly Reference[]): Failure[] {
  const owners = new Map<string, NameOrigin>();
  return references.flatMap(({ name, line, text }) =>
    name === undefined ? [] : (claimName(name, { line, text }, owners) ?? []),
  );
}

function parseStatement(statement: Statement, environment: Environment): Reference | Failure {
  const { line, text, problem, tokens } = statement;
  if (problem !== undefined) return describeSyntax(statement, problem);
  const comma = tokens.findIndex(({ kind }) => kind === ',');
  const main = comma === -1 ? tokens : tokens.slice(0, comma);
  const parts = readParts(main);
  if (typeof parts === 'string') return describeSyntax(statement, parts);

  const path = parsePath(parts.path, environment);
  if (typeof path === 'string') return describeSyntax(statement, path);
  const options = parseOptions(comma === -1 ? [] : tokens.slice(comma), environment);
  if (typeof options === 'string') return describeSyntax(statement, options);
  const target = parts.name && expandWord(parts.name, environment);
  if (target?.text === '') {
    const variables = target.unset.join(' and ');
    return describeSyntax(statement, `the name is empty because ${variables} is not set`);
  }
  const selector = readSelector(parts.key, target?.text, environment);
  if (typeof selector === 'string') return describeSyntax(statement, selector);
  return nameReference({ line, text, path, selector, ...options }, target?.text, parts, statement);
}

/** Gives a reference its name, or tells why the name or the prefix cannot be. */
function nameReference(
  reference: Omit<Reference, 'name' | 'isNameStated'>,
  stated: string | undefined,
  parts: Parts,
  statement: Statement,
): Reference | Failure {
  const { selector, absence } = reference;
  const written = writeName(parts);
  if (selector.kind === 'every key') {
    if (absence.kind === 'default') {
      return describeSyntax(statement, '"default" needs one key, not all of them');
    }
    const failure = findPrefixFailure(selector.prefix, statement, written);
    return failure ?? { ...reference, name: undefined, isNameStated: false };
  }
  const name = stated ?? (selector.kind === 'key' ? nameFromKey(selector.key) : '');
  const failure = findNameFailure(name, statement, written);
  return failure ?? { ...reference, name, isNameStated: stated !== undefined };
}

interface Parts {
  readonly path: Word;
  readonly key: Word;
  readonly name: Word | undefined;
}

/** The name as it is stated, or made from the key, before variables are expanded. */
function writeName({ key, name }: Parts): string {
  return name?.text ?? nameFromKey(key.text);
}

const form = 'a reference reads <path> <key> | NAME';

function readParts(tokens: readonly Token[]): Parts | string {
  if (tokens.some(({ kind }) => kind === '>')) {
    return 'the form "> file" is not in this version yet; load into a variable with "| NAME" (a key that holds ">" goes into quotes)';
  }
  const [path, key, bar, name, ...rest] = tokens;
  if (path?.kind !== 'word') return `the path is missing: ${form}`;
  if (key?.kind !== 'word') return `the key is missing: ${form}`;
  if (bar === undefined) return { path, key, name: undefined };
  if (bar.kind !== '|') {
    return `there are too many words: ${form} (quote what holds a space; end each reference with a newline or ";")`;
  }
  if (name?.kind !== 'word') return 'the name behind "|" is missing';
  if (rest.length > 0) return `there is too much behind the name: ${form}`;
  return { path, key, name };
}

function readSelector(
  key: Word,
  name: string | undefined,
  environment: Environment,
): Selector | string {
  if (key.quote === '') {
    switch (key.text) {
      case '*':
        return { kind: 'every key', letterCase: 'upper', prefix: name ?? '' };
      case '**':
        return { kind: 'every key', letterCase: 'kept', prefix: name ?? '' };
      case '.':
        return name === undefined
          ? 'the whole secret (".") needs a name: | NAME'
          : { kind: 'whole secret' };
      case '$':
      case '$.$':
      case '$.data':
        return `"${key.text}" is a JSONata selector; write "." for the whole secret`;
      default:
    }
  }
  const { text, unset } = expandWord(key, environment);
  if (text !== '') return { kind: 'key', key: text };
  return unset.length > 0
    ? `the key is empty because ${unset.join(' and ')} is not set`
    : 'the key is empty';
}

function describeSyntax(statement: Statement, problem: string): Failure {
  return describeFailure('REFERENCE_INVALID', {
    what: `Line ${statement.line} of "secrets" cannot be read.`,
    why: `"${statement.text}": ${problem}`,
    next: [
      'mend the line; the forms are: <path> <key> | NAME, <path> * | PREFIX_, <path> . | NAME',
    ],
  });
}
