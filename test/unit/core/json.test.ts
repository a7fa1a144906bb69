import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { getMember, getNumber, getText, parseJson, stringifyJson } from '../../../src/core/json.ts';

/** A parsed value with its numbers made ordinary ones, to compare with JSON.parse. */
function roundNumbers(value: unknown): unknown {
  return JSON.parse(stringifyJson(value));
}

describe('parsing JSON', () => {
  it('gives what JSON.parse gives, but for the digits of numbers', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (text) => {
        expect(roundNumbers(parseJson(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('accepts exactly what JSON.parse accepts', () => {
    const nearJson = fc
      .array(
        fc.constantFrom(
          '{',
          '}',
          '[',
          ']',
          ',',
          ':',
          '"',
          '\\',
          '0',
          '1',
          '-',
          '.',
          'e',
          ' ',
          'n',
          's',
          'a',
          'null',
          'true',
          '"x"',
          '\n',
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(nearJson, (text) => {
        expect(accepts(() => parseJson(text))).toBe(accepts(() => JSON.parse(text)));
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    '{"a":12345678901234567890}',
    '[1.10,-0,1e400,1E-7]',
    '{"n1":"n1","s":"s"}',
    '"\\u0000"',
  ])('prints %s as it was', (text) => {
    expect(stringifyJson(parseJson(text))).toBe(text);
  });

  it('keeps a key named __proto__ as a key', () => {
    const parsed = parseJson('{"__proto__": {"a": "1"}}');
    expect(getText(getMember(parsed, '__proto__'), 'a')).toBe('1');
    expect(getMember(parsed, 'a')).toBeUndefined();
  });

  it('reads a string of ten megabytes, escapes and all', () => {
    const text = JSON.stringify('x'.repeat(5_000_000) + '"1\\'.repeat(500_000));
    expect(parseJson(text)).toBe(JSON.parse(text));
  });

  it('throws on nesting deeper than the stack, and does not crash', () => {
    expect(() => parseJson('['.repeat(500_000) + ']'.repeat(500_000))).toThrow();
  });
});

describe('a member', () => {
  const object = parseJson('{"text": "t", "number": 7, "null": null}');
  it('is got by its type', () => {
    expect(getText(object, 'text')).toBe('t');
    expect(getText(object, 'number')).toBeUndefined();
    expect(getNumber(object, 'number')).toBe(7);
    expect(getNumber(object, 'text')).toBeUndefined();
    expect(getMember(object, 'null')).toBeNull();
    expect(getMember(object, 'constructor')).toBeUndefined();
    expect(getMember([1], '0')).toBeUndefined();
    expect(getMember(undefined, 'x')).toBeUndefined();
  });
});

function accepts(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
}
