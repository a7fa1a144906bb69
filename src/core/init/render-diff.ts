import { type Insertion, insertAll, sortInsertions } from './insertion.ts';

interface DiffLine {
  readonly sign: ' ' | '-' | '+';
  /** With its newline, where it has one. */
  readonly text: string;
}

const contextLines = 3;

/**
 * What insertions change, as a unified diff that `git apply` and `patch` take; `from` is
 * the old file's name, undefined where there was none. Empty for no insertion.
 */
export function renderDiff(
  path: string,
  from: string | undefined,
  text: string,
  insertions: readonly Insertion[],
): string {
  return renderLines(path, from, compareLines(text, sortInsertions(insertions)));
}

/** The same for a whole text in the place of another, with which it shares no line. */
export function renderReplacement(
  path: string,
  from: string | undefined,
  old: string,
  text: string,
): string {
  const removed = splitLines(old).map((line) => ({ sign: '-', text: line }) as const);
  return renderLines(path, from, [...removed, ...splitLines(text).map(add)]);
}

function renderLines(path: string, from: string | undefined, lines: readonly DiffLine[]): string {
  const hunks = splitHunks(lines).map(([start, end]) => renderHunk(lines, start, end));
  if (hunks.length === 0) return '';
  return [
    `--- ${from === undefined ? '/dev/null' : `a/${from}`}\n`,
    `+++ b/${path}\n`,
    ...hunks,
  ].join('');
}

function compareLines(text: string, insertions: readonly Insertion[]): DiffLine[] {
  const lines: DiffLine[] = [];
  let start = 0;
  let waiting = insertions;
  for (const line of splitLines(text)) {
    const end = start + line.length;
    const own = waiting.filter(({ offset }) => offset < end);
    waiting = waiting.slice(own.length);
    lines.push(
      ...compareLine(
        line,
        own.map((each) => ({ ...each, offset: each.offset - start })),
      ),
    );
    start = end;
  }
  const rest = insertAll(
    '',
    waiting.map((each) => ({ ...each, offset: 0 })),
  );
  const last = lines.at(-1);
  if (last === undefined || last.text.endsWith('\n') || rest === '') {
    return [...lines, ...splitLines(rest).map((added) => ({ sign: '+', text: added }) as const)];
  }
  // The old last line has no newline, and what follows it brings one.
  const before = lines.slice(0, -1);
  const old = last.sign === ' ' ? [{ sign: '-', text: last.text } as const] : [];
  return [
    ...before,
    ...old,
    ...splitLines(last.text + rest).map((added) => ({ sign: '+', text: added }) as const),
  ];
}

function compareLine(line: string, insertions: readonly Insertion[]): DiffLine[] {
  const result = insertAll(line, insertions);
  if (result === line) return [{ sign: ' ', text: line }];
  const added = splitLines(result);
  if (added.at(-1) === line) {
    return [...added.slice(0, -1).map(add), { sign: ' ', text: line }];
  }
  return [{ sign: '-', text: line }, ...added.map(add)];
}

const add = (text: string): DiffLine => ({ sign: '+', text });

/** The ranges of lines that hunks show: changes, and three lines on each side. */
function splitHunks(lines: readonly DiffLine[]): (readonly [start: number, end: number])[] {
  const hunks: [number, number][] = [];
  for (const [place, { sign }] of lines.entries()) {
    if (sign === ' ') continue;
    const start = Math.max(0, place - contextLines);
    const end = Math.min(lines.length, place + 1 + contextLines);
    const last = hunks.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = end;
    else hunks.push([start, end]);
  }
  return hunks;
}

function renderHunk(lines: readonly DiffLine[], start: number, end: number): string {
  const shown = lines.slice(start, end);
  const range = (left: DiffLine['sign']): string => {
    const count = shown.filter(({ sign }) => sign !== left).length;
    const before = lines.slice(0, start).filter(({ sign }) => sign !== left).length;
    return `${count === 0 ? before : before + 1},${count}`;
  };
  const body = shown.map(({ sign, text }) =>
    text.endsWith('\n') ? sign + text : `${sign}${text}\n\\ No newline at end of file\n`,
  );
  return [`@@ -${range('+')} +${range('-')} @@\n`, ...body].join('');
}

/** The lines of a text, each with its newline. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
