import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../src/core/json.ts';
import { decodeText, findValue, findValueFailure, renderValue } from '../../../src/core/values.ts';

describe('a stored value as text', () => {
  it.each([
    ['"as it is\\n"', 'as it is\n'],
    ['12345678901234567890', '12345678901234567890'],
    ['1.10', '1.10'],
    ['1e400', '1e400'],
    ['-0', '-0'],
    ['true', 'true'],
    ['false', 'false'],
    ['{"b": 1.0, "a": [null, "x"]}', '{"b":1.0,"a":[null,"x"]}'],
    ['""', ''],
  ])('%s', (json, text) => {
    expect(renderValue(parseJson(json))).toBe(text);
  });

  it('is missing when it is null', () => {
    expect(renderValue(null)).toBeUndefined();
  });
});

describe('the look-up of a key', () => {
  const secret = parseJson(`{
    "plain": "p", "a.b": "literal", "a": {"b": "path", "c": {"d": 1.50}},
    "json": "{\\"host\\": \\"h\\", \\"ports\\": [80, {\\"tls\\": 443}]}",
    "not json": "{oops", "list": ["zero", "one"], "x.y": {"z": "deep"}, "nothing": null,
    "__proto__": {"polluted": "own"}
  }`);

  it.each([
    ['plain', 'p'],
    ['a.b', 'literal'],
    ['a.c.d', '1.50'],
    ['json.host', 'h'],
    ['json.ports.0', '80'],
    ['json.ports.1.tls', '443'],
    ['list.1', 'one'],
    ['x.y.z', 'deep'],
    ['__proto__.polluted', 'own'],
  ])('finds %s', (key, text) => {
    expect(renderValue(findValue(secret, key))).toBe(text);
  });

  it.each([
    'nope',
    'plain.x',
    'not json.x',
    'list.2',
    'list.01',
    'list.length',
    'a.c.d.e',
    'constructor',
    'toString',
    'a.constructor',
    'nothing.x',
    '.',
    '',
  ])('finds nothing at %j', (key) => {
    expect(findValue(secret, key)).toBeUndefined();
  });
});

describe('decoding', () => {
  it.each([
    ['aGkK', 'base64', 'hi\n'],
    ['aGk=', 'base64', 'hi'],
    ['aGk', 'base64', 'hi'],
    ['aG\nkK\n', 'base64', 'hi\n'],
    ['8J-Yig', 'base64url', '😊'],
    ['6869', 'hex', 'hi'],
    ['', 'base64', ''],
  ] as const)('%j as %s', (text, encoding, decoded) => {
    expect(decodeText('X', text, encoding)).toBe(decoded);
  });

  it.each([
    ['not base64!', 'base64', 'VALUE_NOT_DECODABLE'],
    ['aGkKa', 'base64', 'VALUE_NOT_DECODABLE'],
    ['8J-Yig', 'base64', 'VALUE_NOT_DECODABLE'],
    ['686', 'hex', 'VALUE_NOT_DECODABLE'],
    ['gg', 'hex', 'VALUE_NOT_DECODABLE'],
    ['/w==', 'base64', 'VALUE_NOT_TEXT'],
  ] as const)('%j as %s is %s', (text, encoding, code) => {
    expect(decodeText('X', text, encoding)).toMatchObject({ code });
  });
});

describe('a value that no variable can hold', () => {
  it.each([
    ['a NUL', 'a\0b', 'VALUE_NOT_TEXT'],
    ['half a character', 'a\ud800b', 'VALUE_NOT_TEXT'],
    ['over 120 KiB', 'x'.repeat(120 * 1024 + 1), 'VALUE_TOO_LONG'],
    ['over 120 KiB of two-byte characters', 'é'.repeat(61 * 1024), 'VALUE_TOO_LONG'],
  ])('%s', (_title, text, code) => {
    const failure = findValueFailure('X', text);
    expect(failure?.code).toBe(code);
    expect(JSON.stringify(failure)).not.toContain(text.slice(0, 40));
  });

  it.each(['', '😊', 'x'.repeat(120 * 1024), '\r\n\t\u001b'])(
    'is not one of the others',
    (text) => {
      expect(findValueFailure('X', text)).toBeUndefined();
    },
  );
});
