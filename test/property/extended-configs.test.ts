import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Document, isCollection, isNode, isScalar, parse, parseDocument, visit } from 'yaml';
import { sortInsertions } from '../../src/core/init/insertion.ts';
import { extendText } from '../support/extended-config.ts';

type Entry = string | Readonly<Record<string, unknown>>;

/** A config as plain values: the job "build", perhaps others, in one or two workflows. */
interface Plain {
  readonly orbs: Readonly<Record<string, string>> | undefined;
  readonly steps: readonly Entry[];
  readonly entries: readonly Entry[];
  readonly others: readonly Entry[];
  readonly keys: Readonly<Record<string, unknown>>;
}

const word = fc.stringMatching(/^[a-z][a-z-]{0,8}$/);
const text = fc.oneof(
  word,
  fc.constantFrom('yes', '2.10', 'a: b', '#x', "it's", 'a\nb\n', 'a\n\n', ''),
);
const step: fc.Arbitrary<Entry> = fc.oneof(
  fc.constantFrom<Entry>('checkout', { checkout: { path: 'a' } }, 'setup_remote_docker'),
  fc.record({ run: fc.oneof(text, fc.record({ name: text, command: text })) }),
  fc.record({
    when: fc.record({ condition: fc.boolean(), steps: fc.array(fc.record({ run: text })) }),
  }),
);
const settings = fc.oneof(
  fc.record({ requires: fc.array(word, { maxLength: 2 }) }),
  fc.record({ name: word, context: fc.oneof(word, fc.array(word, { maxLength: 3 })) }),
  fc.constant({}),
);
const entry = (name: fc.Arbitrary<string>): fc.Arbitrary<Entry> =>
  fc.oneof(
    name,
    fc.tuple(name, settings).map(([key, value]) => ({ [key]: value })),
  );
const plain: fc.Arbitrary<Plain> = fc.record({
  orbs: fc.option(fc.dictionary(word, fc.constant('a/b@1'), { maxKeys: 2 }), { nil: undefined }),
  steps: fc.array(step, { minLength: 1, maxLength: 4 }),
  entries: fc.array(entry(fc.constantFrom('build', 'test')), { minLength: 1, maxLength: 3 }),
  others: fc.array(entry(fc.constantFrom('build', 'lint')), { maxLength: 2 }),
  keys: fc.dictionary(fc.constantFrom('parameters', 'x-a', 'executors'), fc.dictionary(word, text)),
});

/** How a config is laid out. */
interface Style {
  readonly indent: number;
  readonly indentSeq: boolean;
  readonly singleQuote: boolean | null;
  /** Of its nodes, one after the other. */
  readonly layouts: readonly Layout[];
  readonly newline: string;
  readonly endsWithNewline: boolean;
}

/** How a node is laid out: in flow style, with a comment above or behind, after a blank line. */
interface Layout {
  readonly isFlow: boolean;
  readonly above: boolean;
  readonly behind: boolean;
  readonly blank: boolean;
}

const layout: fc.Arbitrary<Layout> = fc.record({
  isFlow: fc.boolean(),
  above: fc.boolean(),
  behind: fc.boolean(),
  blank: fc.boolean(),
});
const style: fc.Arbitrary<Style> = fc.record({
  indent: fc.constantFrom(2, 3, 4),
  indentSeq: fc.boolean(),
  singleQuote: fc.constantFrom(true, false, null),
  layouts: fc.array(layout, { minLength: 1, maxLength: 12 }),
  newline: fc.constantFrom('\n', '\r\n'),
  endsWithNewline: fc.boolean(),
});

function toConfig({ orbs, steps, entries, others, keys }: Plain): object {
  return {
    version: 2.1,
    ...keys,
    ...(orbs === undefined ? {} : { orbs }),
    jobs: { build: { docker: [{ image: 'a' }], steps }, test: { steps: ['checkout'] } },
    workflows: { version: 2, main: { jobs: entries }, other: { jobs: others } },
  };
}

/** What the config is to say then. */
function addEverything(before: Plain): unknown {
  const { steps, entries, others, orbs } = before;
  const step = { 'vault-oidc/load-secrets': { secrets: 'secret/app/db password\n' } };
  const place = steps.findIndex((each) => each === 'checkout' || readMap(each, 'checkout')) + 1;
  return toConfig({
    ...before,
    orbs: { ...orbs, 'vault-oidc': 'org/vault-oidc@1' },
    steps: [...steps.slice(0, place), step, ...steps.slice(place)],
    entries: entries.map(addContext),
    others: others.map(addContext),
  });
}

function addContext(given: Entry): Entry {
  const settings = given === 'build' ? {} : readMap(given, 'build');
  if (settings === undefined) return given;
  const there = settings['context'];
  const context = there === undefined ? 'vault' : [there, 'vault'].flat();
  return { build: { ...settings, context } };
}

function readMap(given: Entry, key: string): Readonly<Record<string, unknown>> | undefined {
  const value = typeof given === 'string' ? undefined : given[key];
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}

const wish = { job: 'build', secrets: 'secret/app/db password' };

function readConfig(written: string): unknown {
  return parse(written, { version: '1.1' });
}

/** A config as text, in this look. */
function write(config: object, { layouts, newline, endsWithNewline, ...options }: Style): string {
  const document = new Document(config, { version: '1.1', aliasDuplicateObjects: false });
  let place = 0;
  visit(document, (key, node, path) => {
    const wished = layouts[place % layouts.length];
    place += 1;
    if (wished === undefined || path.length < 5 || !isNode(node)) return;
    if (wished.above) node.commentBefore = ` above ${place}`;
    if (key === 'key') return;
    if (isCollection(node) && wished.isFlow) node.flow = true;
    if (wished.behind && isScalar(node)) node.comment = ' behind';
    if (wished.blank) node.spaceBefore = true;
  });
  const written = document.toString({ ...options, directives: false, lineWidth: 0 });
  const ended = endsWithNewline ? written : written.replace(/\n+$/, '');
  const text = ended.replaceAll('\n', newline);
  // The printer puts some empty lists where they are none.
  fc.pre(parseDocument(text, { version: '1.1' }).errors.length === 0);
  return text;
}

/** The lines below the comments that have a line of their own, without the ends of lines. */
function listDescribed(text: string): ReadonlyMap<string, string | undefined> {
  const lines = text.split(/\r?\n/);
  const places = [...lines.keys()].filter((place) => /^ *#/.test(lines[place] ?? ''));
  return new Map(places.map((place) => [lines[place] ?? '', lines[place + 1]]));
}

/** Whether the line is the other one, with or without something put into it. */
function holdsInOrder(line: string, other: string): boolean {
  let place = 0;
  for (const character of line) if (character === other[place]) place += 1;
  return place === other.length;
}

describe('any config that gets the orb', () => {
  it('says what it said, and the orb, its step and the context with it', () => {
    fc.assert(
      fc.property(plain, style, (before, look) => {
        const { text: after } = extendText(write(toConfig(before), look), wish);
        const said = JSON.stringify(readConfig(after)).replaceAll(
          'db password"',
          'db password\\n"',
        );
        expect(JSON.parse(said)).toEqual(JSON.parse(JSON.stringify(addEverything(before))));
      }),
    );
  });

  it('is the old text without what was put in, and needs nothing more', () => {
    fc.assert(
      fc.property(plain, style, (before, look) => {
        const written = write(toConfig(before), look);
        const { text: after, insertions } = extendText(written, wish);
        let left = after;
        for (const { offset, text: added } of sortInsertions(insertions)) {
          expect(left.slice(offset, offset + added.length)).toBe(added);
          left = left.slice(0, offset) + left.slice(offset + added.length);
        }
        expect(left).toBe(written);
        expect(extendText(after, wish).insertions).toEqual([]);
      }),
    );
  });

  it('keeps below each comment the line that it describes', () => {
    fc.assert(
      fc.property(plain, style, (before, look) => {
        const written = write(toConfig(before), look);
        const after = listDescribed(extendText(written, wish).text);
        for (const [comment, line] of listDescribed(written)) {
          expect(holdsInOrder(after.get(comment) ?? '', line ?? '')).toBe(true);
        }
      }),
    );
  });

  it('keeps every line as it was, but the lines into which something is put', () => {
    fc.assert(
      fc.property(plain, style, (before, look) => {
        const written = write(toConfig(before), look);
        const { text: after, insertions } = extendText(written, wish);
        const opened = new Set(
          insertions.map(({ offset }) => written.slice(0, offset).split('\n').length - 1),
        );
        const lines = after.split('\n');
        let place = 0;
        for (const [number, line] of written.split('\n').entries()) {
          if (opened.has(number)) continue;
          place = lines.indexOf(line, place) + 1;
          expect(place).toBeGreaterThan(0);
        }
      }),
    );
  });
});
