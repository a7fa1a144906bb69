import { type ConfigList, type ConfigMap, findEnd } from './config-tree.ts';
import {
  beginsLine,
  findEntryEnd,
  type Insertion,
  insertLinesAfter,
  insertLinesBefore,
  measureColumn,
} from './insertion.ts';
import { refuseConfig } from './refusal.ts';
import { indentLines } from './yaml-text.ts';

/** One entry, as lines of a block and between braces or brackets. */
export interface Entry {
  /** The first at the entry's own column. */
  readonly lines: readonly string[];
  readonly flow: string;
}

/** Puts a pair behind a map's others; between braces, in front of them. */
export function addPair(text: string, map: ConfigMap, { lines, flow }: Entry): Insertion {
  const last = map.pairs.at(-1);
  if (map.isFlow || last === undefined) return insertAtStart(map.start, flow, last === undefined);
  const column = measureColumn(text, requireLineStart(text, last.start));
  const end = findEntryEnd(text, findEnd(last.value), column);
  return insertLinesAfter(text, end, indentLines(column, lines));
}

/** Puts an entry in front of a list's others. */
export function addFirst(text: string, list: ConfigList, { lines, flow }: Entry): Insertion {
  const [first] = list.items;
  if (list.isFlow) return insertAtStart(list.start, flow, first === undefined);
  const start = requireLineStart(text, first?.start ?? list.start);
  return insertLinesBefore(text, start, listItem(measureColumn(text, start), lines));
}

/** Puts an entry behind one of the list's, which has this place among them. */
export function addBehind(
  text: string,
  list: ConfigList,
  place: number,
  { lines, flow }: Entry,
): Insertion {
  const item = list.items[place];
  if (item === undefined) return addFirst(text, list, { lines, flow });
  const end = findEnd(item.value);
  if (list.isFlow) return { offset: end, text: `, ${flow}` };
  const column = measureColumn(text, requireLineStart(text, item.start));
  return insertLinesAfter(text, findEntryEnd(text, end, column), listItem(column, lines));
}

function listItem(column: number, [first = '', ...others]: readonly string[]): string[] {
  return indentLines(column, [`- ${first}`, ...indentLines(2, others)]);
}

function insertAtStart(start: number, flow: string, isOnly: boolean): Insertion {
  return { offset: start + 1, text: isOnly ? flow : `${flow}, ` };
}

function requireLineStart(text: string, offset: number): number {
  if (beginsLine(text, offset)) return offset;
  const line = text.slice(0, offset).split('\n').length;
  throw refuseConfig(`line ${line} has an unusual layout`);
}
