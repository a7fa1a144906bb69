import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Failure, failureCodes } from '../../src/core/failure.ts';
import { nameFromKey } from '../../src/core/names.ts';
import { parseReferences } from '../../src/core/references/parse-references.ts';
import { encodings, type Selector } from '../../src/core/references/reference.ts';
import { anyText, hardText } from '../support/arbitrary-text.ts';
import {
  printReferences,
  type WordStyle,
  type WrittenReference,
} from '../support/print-references.ts';

const filledText = hardText.filter((text) => text !== '');

const segment = filledText
  .map((text) => text.replace(/[\p{Cc}%#\\?/]/gu, '_'))
  .filter((text) => !/^(\.|\.\.|sys|auth|v1)$/.test(text));

const name = fc.stringMatching(/^N_\w{0,9}$/);

const selector = fc.oneof(
  { arbitrary: filledText.map((key): Selector => ({ kind: 'key', key })), weight: 4 },
  fc.constant<Selector>({ kind: 'whole secret' }),
  fc
    .tuple(fc.constantFrom('upper', 'kept'), fc.option(name, { nil: '' }))
    .map(([letterCase, prefix]): Selector => ({ kind: 'every key', letterCase, prefix })),
);

const absence = fc.oneof(
  fc.constant({ kind: 'failure' } as const),
  fc.constant({ kind: 'nothing' } as const),
  hardText.map((text) => ({ kind: 'default', text }) as const),
);

const style = fc.constantFrom<WordStyle>('bare', 'single quotes', 'double quotes', 'variables');

const comment = hardText.map((text) => `\n  # ${text.replaceAll('\n', ' ')}\n`);

const written: fc.Arbitrary<WrittenReference> = fc
  .record({
    segments: fc.array(segment, { minLength: 1, maxLength: 4 }),
    version: fc.option(fc.integer({ min: 1, max: 999_999_999 }), { nil: undefined }),
    selector,
    name: fc.option(name, { nil: undefined }),
    absence,
    encoding: fc.option(fc.constantFrom(...encodings), { nil: undefined }),
    hasLeadingSlash: fc.boolean(),
    isEncodingFirst: fc.boolean(),
    styles: fc.tuple(style, style, style, style),
    blank: fc.constantFrom(' ', '\t', '  \t ', '\r', '\u00a0'),
    isSpacious: fc.boolean(),
    end: fc.oneof(fc.constantFrom('\n', ';', ' ; ', '\r\n', '\n\n\t\n', ';;\n;'), comment),
  })
  .filter(({ segments }) => segments.join('/').length <= 1024);

/** References without two of one name, each of a form that the grammar has. */
const references = fc
  .array(written, { minLength: 1, maxLength: 8, size: 'max' })
  .map((list) => list.map(complete));

function complete(reference: WrittenReference, index: number): WrittenReference {
  const { selector, absence, name } = reference;
  if (selector.kind === 'every key') {
    return { ...reference, absence: absence.kind === 'default' ? { kind: 'nothing' } : absence };
  }
  if (selector.kind === 'key' && name === undefined) {
    return { ...reference, selector: { kind: 'key', key: `k${index}.${selector.key}` } };
  }
  return { ...reference, name: `${name ?? 'N'}_${index}` };
}

function nameOf({ selector, name }: WrittenReference): string | undefined {
  if (selector.kind === 'every key') return undefined;
  return name ?? (selector.kind === 'key' ? nameFromKey(selector.key) : undefined);
}

describe('what an author can think of', () => {
  it('is read from the text as it was written', () => {
    const readBack = (list: readonly WrittenReference[]): void => {
      const { text, environment, lines } = printReferences(list);
      const parsed = parseReferences(text, environment);
      expect(parsed.failures).toEqual([]);
      expect(parsed.references).toMatchObject(
        list.map((reference, index) => ({
          line: lines[index],
          path: { segments: reference.segments, version: reference.version },
          selector: reference.selector,
          name: nameOf(reference),
          isNameStated: reference.selector.kind !== 'every key' && reference.name !== undefined,
          absence: reference.absence,
          encoding: reference.encoding,
        })),
      );
    };
    fc.assert(fc.property(references, readBack), { numRuns: 500 });
  });
});

/** Text made of the grammar's own words, in any order. */
const nearlyReferences = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      ...['secret/a', '/kv/x?version=2', 'key', 'NAME', 'PATH', '1', '*', '**', '.', '$.$', '..'],
      ...['|', ',', '>', ';', '\n', ' ', '  ', '\t', '#', '"', "'", '\\', '/', '?', '%', '$', '${'],
      ...['optional', 'default', 'decode', 'base64', 'mode', 'format', 'sys/', 'auth/', 'v1/'],
      ...['${CONTENT}', '$CONTENT', '${MISSING}', '"secret/b" k | N', "'k', default 'v'"],
    ),
    anyText,
  ),
  size: 'medium',
});

describe('any text', () => {
  const statuses: Readonly<Record<string, number>> = failureCodes;
  const expectWhole = ({ code, what, why, next, status }: Failure): void => {
    expect(what).toMatch(/\S.*\.$/s);
    expect(why).toMatch(/\S/);
    expect(next.length).toBeGreaterThan(0);
    for (const step of next) expect(step).toMatch(/\S/);
    expect(status).toBe(statuses[code]);
  };

  it('gives references, or failures of five parts, or both, and never throws', () => {
    const read = (text: string, content: string): void => {
      const parsed = parseReferences(text, { CONTENT: content });
      expect(parsed.references.length + parsed.failures.length).toBeGreaterThan(0);
      parsed.failures.forEach(expectWhole);
    };
    fc.assert(fc.property(fc.oneof(nearlyReferences, anyText), anyText, read), { numRuns: 3000 });
  });

  it.each([
    ['in double quotes', `"${'\\"x'.repeat(40_000)}" k`],
    ['in double quotes that never close', `"${'\\"x'.repeat(40_000)}`],
    ['of quotes', '"'.repeat(130_000)],
    ['of separators', '|,>'.repeat(40_000)],
    ['of variables', '${A}'.repeat(30_000)],
    ['of references', 'secret/a k | N\n'.repeat(8000)],
  ])('as long as a step can hold may be one %s', (_kind, text) => {
    expect(() => parseReferences(text, { A: 'a' })).not.toThrow();
  });
});

describe('what a variable holds', () => {
  const text =
    'secret/${V}/x "${V}", default "${V}"\nsecret/y k | ${V}\nsecret/${V} ** | ${V}, optional';

  it('fills the place where it stands, and adds nothing beside it', () => {
    const fill = (content: string): void => {
      const parsed = parseReferences(text, { V: content });
      const told = parsed.failures.filter(({ code }) => code !== 'NAME_TAKEN').length;
      expect(parsed.references.length + told).toBe(3);
      for (const { line, path, selector, name, absence, encoding } of parsed.references) {
        const expected = [
          {
            path: ['secret', content, 'x'],
            selector: { kind: 'key', key: content },
            name: nameFromKey(content),
            absence: { kind: 'default', text: content },
          },
          {
            path: ['secret', 'y'],
            selector: { kind: 'key', key: 'k' },
            name: content,
            absence: { kind: 'failure' },
          },
          {
            path: ['secret', content],
            selector: { kind: 'every key', letterCase: 'kept', prefix: content },
            name: undefined,
            absence: { kind: 'nothing' },
          },
        ][line - 1];
        expect({ path: path.segments, selector, name, absence }).toEqual(expected);
        expect(path.segments.filter((part) => part.includes('/'))).toEqual([]);
        expect(path.version).toBeUndefined();
        expect(encoding).toBeUndefined();
      }
    };
    const content = fc.oneof(anyText, hardText, nearlyReferences, name, fc.constant('x/../y'));
    fc.assert(fc.property(content, fill), { numRuns: 3000 });
  });
});
