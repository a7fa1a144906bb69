/** Text that is put into another; where two share an offset, the first comes first. */
export interface Insertion {
  readonly offset: number;
  readonly text: string;
}

/** The text with all of them in it; the offsets are those of the text before. */
export function insertAll(text: string, insertions: readonly Insertion[]): string {
  let result = '';
  let taken = 0;
  for (const { offset, text: added } of sortInsertions(insertions)) {
    result += text.slice(taken, offset) + added;
    taken = offset;
  }
  return result + text.slice(taken);
}

/** By their offsets; those that share one keep their order. */
export function sortInsertions(insertions: readonly Insertion[]): Insertion[] {
  return [...insertions].sort((one, other) => one.offset - other.offset);
}

/** Where the line of that offset begins. */
function findLineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** How far from the beginning of its line the offset is. */
export function measureColumn(text: string, offset: number): number {
  return offset - findLineStart(text, offset);
}

/** Whether nothing but blanks stands before it on its line. */
export function beginsLine(text: string, offset: number): boolean {
  return /^ *$/.test(text.slice(findLineStart(text, offset), offset));
}

/** Puts whole lines before the line of that offset, and before the comments directly above it. */
export function insertLinesBefore(
  text: string,
  offset: number,
  lines: readonly string[],
): Insertion {
  const newline = findNewline(text);
  const start = findLineStart(text, offset);
  // A deeper one would become a part of a text block that is put in.
  const comment = `(?<![^\\n]) {0,${measureColumn(text, offset)}}#[^\\n]*\\n`;
  const [comments = ''] = new RegExp(`(?:${comment})*$`).exec(text.slice(0, start)) ?? [];
  return {
    offset: start - comments.length,
    text: lines.map((line) => line + newline).join(''),
  };
}

/**
 * Puts whole lines behind the line on which something ends; `end` is behind its last
 * character. A text that ends without a newline still does so then.
 */
export function insertLinesAfter(text: string, end: number, lines: readonly string[]): Insertion {
  const newline = findNewline(text);
  const added = lines.map((line) => line + newline).join('');
  if (end > 0 && text[end - 1] === '\n') return { offset: end, text: added };
  const lineEnd = text.indexOf('\n', end);
  return lineEnd === -1
    ? { offset: text.length, text: lines.map((line) => newline + line).join('') }
    : { offset: lineEnd + 1, text: added };
}

/**
 * Where an entry at that column ends whose last character stands before `end`: the comments
 * below that are deeper than the column are its own.
 */
export function findEntryEnd(text: string, end: number, column: number): number {
  const comment = `(?:[ \\t\\r]*\\n)* {${column + 1},}#[^\\n]*`;
  const start = end > 0 && text[end - 1] === '\n' ? end - 1 : end;
  const [own] = new RegExp(`^[^\\n]*(?:\\n${comment})+`).exec(text.slice(start)) ?? [];
  return own === undefined ? end : start + own.length;
}

/** What ends the lines of the text. */
function findNewline(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}
