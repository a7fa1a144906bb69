import type { Secret } from './secret.ts';

/** A variable for the later steps of the job. */
export interface Variable {
  readonly name: string;
  readonly value: Secret<string>;
}

/**
 * The text as one word of a POSIX shell (XCU 2.2.2, single quotes): every
 * character keeps its own meaning, and `'` leaves the quotes for a moment.
 */
export function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The text as one word of a command line for people, quoted only where it must be; zsh reads `=ls` as a path. */
export function quoteWord(text: string): string {
  return /^(?!=)[\w@%+=:,./-]+$/.test(text) ? text : quoteForShell(text);
}

/** One `export NAME='…'` line a variable; each line ends with a newline. */
export function renderExports(variables: readonly Variable[]): string {
  return variables
    .map(({ name, value }) => `export ${name}=${quoteForShell(value.reveal())}\n`)
    .join('');
}
