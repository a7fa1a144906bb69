import { describe, expect, it } from 'vitest';
import { compareFields } from '../../../../src/core/administration/compare-fields.ts';
import { isJsonObject, type JsonObject, parseJson } from '../../../../src/core/json.ts';

/** Fields as an answer of Vault has them. */
function read(json: string): JsonObject {
  const fields = parseJson(json);
  if (!isJsonObject(fields)) throw new Error('no fields');
  return fields;
}

describe('fields are the same', () => {
  it.each([
    ['a number and its digits', { token_ttl: 900 }, '{"token_ttl": 900}'],
    ['lists in any order', { token_policies: ['a', 'b'] }, '{"token_policies": ["b", "a"]}'],
    ['a text and a list of it', { bound_claims: { a: ['x'] } }, '{"bound_claims": {"a": "x"}}'],
    ['an empty text and none', { bound_subject: '' }, '{}'],
    ['an empty list and null', { jwks_pairs: [] }, '{"jwks_pairs": null}'],
    ['zero and none', { token_period: 0 }, '{"token_period": 0}'],
    ['what the wish does not name', {}, '{"token_num_uses": 5}'],
  ])('%s', (_title, wished, found) => {
    expect(compareFields(wished, read(found))).toEqual([]);
  });
});

describe('fields differ', () => {
  it.each([
    ['another number', { ttl: 900 }, '{"ttl": 60}', 'ttl', 60, 900],
    ['a text for a number', { ttl: 900 }, '{"ttl": "900"}', 'ttl', '900', 900],
    ['one more in a list', { p: ['a'] }, '{"p": ["a", "b"]}', 'p', ['a', 'b'], ['a']],
    ['a flag that is on', { flag: false }, '{"flag": true}', 'flag', true, false],
    ['a claim that is not bound', { c: { s: false } }, '{"c": {}}', 'c "s"', undefined, false],
    [
      'a claim of another type',
      { c: { s: false } },
      '{"c": {"s": "false"}}',
      'c "s"',
      'false',
      false,
    ],
    ['a claim beside the wish', { c: {} }, '{"c": {"x": ["y"]}}', 'c "x"', ['y'], undefined],
    ['claims that are none', { c: { s: 'x' } }, '{"c": null}', 'c "s"', undefined, 'x'],
    [
      'a name of every object',
      { c: { constructor: 'x' } },
      '{"c": {}}',
      'c "constructor"',
      undefined,
      'x',
    ],
  ])('%s', (_title, wished, found, field, from, to) => {
    expect(compareFields(wished, read(found))).toEqual([{ field, from, to }]);
  });
});
