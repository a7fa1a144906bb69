import type { Absence, Encoding, Selector } from '../../src/core/references/reference.ts';

/** How an author writes a word, where the word's text allows it. */
export type WordStyle = 'bare' | 'single quotes' | 'double quotes' | 'variables';

/** A reference as its author thinks of it, and the choices of writing it. */
export interface WrittenReference {
  readonly segments: readonly string[];
  readonly version: number | undefined;
  readonly selector: Selector;
  /** The name behind `|`; undefined to let it be made from the key. */
  readonly name: string | undefined;
  readonly absence: Absence;
  readonly encoding: Encoding | undefined;
  readonly hasLeadingSlash: boolean;
  readonly isEncodingFirst: boolean;
  /** The style wished for path, key, name and default. */
  readonly styles: readonly [WordStyle, WordStyle, WordStyle, WordStyle];
  /** Between words, and around separators where `isSpacious`. */
  readonly blank: string;
  readonly isSpacious: boolean;
  /** What ends the reference and stands before the next one; begins with a newline or `;`. */
  readonly end: string;
}

export interface PrintedReferences {
  readonly text: string;
  /** The variables that the text names. */
  readonly environment: Readonly<Record<string, string>>;
  /** The line on which each reference stands, from 1. */
  readonly lines: readonly number[];
}

/** Writes the references as `secrets` text; what no quotes can hold goes into variables. */
export function printReferences(references: readonly WrittenReference[]): PrintedReferences {
  const environment: Record<string, string> = {};
  const lines: number[] = [];
  let text = '';
  for (const reference of references) {
    lines.push(text.split('\n').length);
    text += printReference(reference, environment) + reference.end;
  }
  return { text, environment, lines };
}

function printReference(reference: WrittenReference, environment: Record<string, string>): string {
  const { segments, version, selector, name, absence, encoding, styles, blank } = reference;
  const [pathStyle, keyStyle, nameStyle, defaultStyle] = styles;
  const gap = reference.isSpacious ? blank : '';
  const write = (pieces: readonly string[], style: WordStyle): string =>
    printWord(pieces, style, environment);

  const slash = reference.hasLeadingSlash ? ['/'] : [];
  const path = segments.flatMap((segment, index) => (index === 0 ? [segment] : ['/', segment]));
  const query = version === undefined ? [] : [`?version=${version}`];
  const options = [
    ...(absence.kind === 'nothing' ? ['optional'] : []),
    ...(absence.kind === 'default'
      ? [`default${blank}${write([absence.text], defaultStyle)}`]
      : []),
  ];
  const decode = encoding === undefined ? [] : [`decode${blank}${encoding}`];
  const target = selector.kind === 'every key' ? selector.prefix || undefined : name;
  return [
    write([...slash, ...path, ...query], pathStyle),
    blank,
    printSelector(selector, (key) => write([key], keyStyle)),
    ...(target === undefined ? [] : [gap, '|', gap, write([target], nameStyle)]),
    ...(reference.isEncodingFirst ? [...decode, ...options] : [...options, ...decode]).flatMap(
      (option) => [gap, ',', gap, option],
    ),
  ].join('');
}

function printSelector(selector: Selector, writeKey: (key: string) => string): string {
  switch (selector.kind) {
    case 'key':
      return writeKey(selector.key);
    case 'every key':
      return selector.letterCase === 'upper' ? '*' : '**';
    case 'whole secret':
      return '.';
    default:
      return selector satisfies never;
  }
}

const selectorWords = ['*', '**', '.', '$', '$.$', '$.data'];
const grammarPiece = /^(?:\/|\?version=\d+)$/;

/** Whether the parser takes the piece for the name of a variable, unless in single quotes. */
function namesVariable(piece: string): boolean {
  return /\$\{[A-Za-z_]\w*\}|^\$[A-Za-z_]\w*$/.test(piece);
}

/** One word; its pieces are what the parser expands one by one. */
function printWord(
  pieces: readonly string[],
  wish: WordStyle,
  environment: Record<string, string>,
): string {
  const text = pieces.join('');
  const isPlain = !pieces.some(namesVariable) && !text.includes('\n');
  const isBare = isPlain && /^[^\s|,;>"']+$/.test(text) && !selectorWords.includes(text);
  const canHold: Record<WordStyle, boolean> = {
    bare: isBare,
    'single quotes': !/['\n]/.test(text),
    'double quotes': isPlain,
    variables: true,
  };
  const styles = [wish, 'bare', 'single quotes', 'double quotes', 'variables'] as const;
  switch (styles.find((style) => canHold[style])) {
    case 'bare':
      return text;
    case 'single quotes':
      return `'${text}'`;
    case 'double quotes':
      return `"${text.replace(/["\\]/g, '\\$&')}"`;
    default:
      return pieces.map((piece) => printVariable(piece, environment)).join('');
  }
}

function printVariable(piece: string, environment: Record<string, string>): string {
  if (grammarPiece.test(piece)) return piece;
  const name = `PIECE_${Object.keys(environment).length}`;
  environment[name] = piece;
  return `\${${name}}`;
}
