/** A word as written: bare, or the inside of its quotes. */
export interface Word {
  readonly kind: 'word';
  readonly text: string;
  readonly quote: '' | '"' | "'";
}

export interface Separator {
  readonly kind: '|' | ',' | '>';
}

export type Token = Word | Separator;

/** One reference before it is understood. */
export interface Statement {
  /** Line of the `secrets` text, from 1. */
  readonly line: number;
  /** The statement as its author wrote it, for messages. */
  readonly text: string;
  readonly tokens: readonly Token[];
  /** What keeps the statement from being read; the tokens are then incomplete. */
  readonly problem: string | undefined;
}

// Only a newline ends a line: with the flag `m`, `^` also matches behind a carriage return.
const comment = /(?<![^\n])[^\S\n]*#[^\n]*/g;

// Every character of a text belongs to exactly one match.
const lexeme =
  /(?<end>[\n;])|(?<separator>[|,>])|"(?<double>(?:[^"\\\n]|\\.)*)"|'(?<single>[^'\n]*)'|(?<bare>[^\s|,;>"']+)|(?<open>["'][^\n]*)|[^\S\n]+/g;

/**
 * Cuts the `secrets` text into statements. A newline or `;` ends one, unless it
 * is quoted; a line that begins with `#` is a comment. In double quotes `\"` and
 * `\\` stand for the bare character, in single quotes nothing is special.
 */
export function scanStatements(source: string): Statement[] {
  const text = source.replace(comment, (line) => ' '.repeat(line.length));
  const statements: Statement[] = [];
  let line = 1;
  let start = 0;
  let lexemes: RegExpMatchArray[] = [];
  const endStatement = (end: number): void => {
    if (lexemes.length > 0) {
      statements.push({ line, text: text.slice(start, end).trim(), ...readLexemes(lexemes) });
    }
    lexemes = [];
    start = end + 1;
  };
  for (const match of text.matchAll(lexeme)) {
    const end = match.groups?.['end'];
    if (end !== undefined) endStatement(match.index);
    else if (match[0].trim() !== '') lexemes.push(match);
    if (end === '\n') line += 1;
  }
  endStatement(text.length);
  return statements;
}

function readLexemes(lexemes: readonly RegExpMatchArray[]): Pick<Statement, 'tokens' | 'problem'> {
  const tokens: Token[] = [];
  let wordEndsAt = -1;
  for (const { 0: written, index = 0, groups = {} } of lexemes) {
    if (groups['open'] !== undefined) {
      return { tokens, problem: `the quote that opens at ${written.slice(0, 12)} is never closed` };
    }
    const token = readToken(groups);
    if (token.kind === 'word' && wordEndsAt === index) {
      const problem = 'a quote begins or ends inside a word; put the whole word into quotes';
      return { tokens, problem };
    }
    if (token.kind === 'word') wordEndsAt = index + written.length;
    tokens.push(token);
  }
  return { tokens, problem: undefined };
}

function readToken(groups: Readonly<Record<string, string | undefined>>): Token {
  const { separator, double, single, bare } = groups;
  if (separator === '|' || separator === ',' || separator === '>') return { kind: separator };
  if (double !== undefined) {
    return { kind: 'word', text: double.replace(/\\(["\\])/g, '$1'), quote: '"' };
  }
  return single === undefined
    ? { kind: 'word', text: bare ?? '', quote: '' }
    : { kind: 'word', text: single, quote: "'" };
}
