import { describe, expect, it } from 'vitest';
import { isJsonObject, parseJson } from '../../../src/core/json.ts';
import { pickVariables } from '../../../src/core/pick.ts';
import { parseReferences } from '../../../src/core/references/parse-references.ts';

/** Picks from one secret that every reference's path holds; null: the path holds nothing. */
function pick(text: string, json: string | null) {
  const { references, failures } = parseReferences(text, {});
  expect(failures).toEqual([]);
  const values = json === null ? undefined : parseJson(json);
  const opened = new Map(
    isJsonObject(values)
      ? references.map((reference) => [reference, { values, version: 4 }] as const)
      : [],
  );
  const picked = pickVariables(references, opened);
  return {
    values: Object.fromEntries(picked.variables.map(({ name, value }) => [name, value.reveal()])),
    codes: picked.failures.map(({ code }) => code),
    whats: picked.failures.map(({ what }) => what).join('\n'),
    whys: picked.failures.map(({ why }) => why).join('\n'),
  };
}

describe('picking variables', () => {
  it.each([
    ['s/a key', '{"key": "v"}', { KEY: 'v' }],
    ['s/a * | P_', '{"a-b": "1", "c": 2, "none": null}', { P_A_B: '1', P_C: '2' }],
    ['s/a **', '{"aB": "1"}', { aB: '1' }],
    ['s/a ** | p_', '{"1": "1"}', { p_1: '1' }],
    ['s/a . | ALL', '{"a": 1.0, "b": null}', { ALL: '{"a":1.0,"b":null}' }],
    ['s/a key, optional', '{}', {}],
    ['s/a key, optional', '{"key": null}', {}],
    ['s/a key, optional', null, {}],
    ['s/a key, default "d"', '{"key": null}', { KEY: 'd' }],
    ['s/a key, default "d"', '{"key": ""}', { KEY: '' }],
    ['s/a key, default "d"', null, { KEY: 'd' }],
    ['s/a key, default "not base64!", decode base64', null, { KEY: 'not base64!' }],
    ['s/a key, decode base64', '{"key": "aGk="}', { KEY: 'hi' }],
    ['s/a *, optional', '{}', {}],
    ['s/a *, decode hex', '{"a": "68", "b": "69"}', { A: 'h', B: 'i' }],
  ])('%s of %s', (text, json, values) => {
    expect(pick(text, json)).toMatchObject({ values, codes: [] });
  });

  it.each([
    ['s/a key', '{"other": "v"}', ['KEY_MISSING']],
    ['s/a key', '{"key": null}', ['KEY_MISSING']],
    ['s/a *', '{}', ['KEY_MISSING']],
    ['s/a *', '{"1a": "x", "PATH": "y", "ok": "z"}', ['NAME_INVALID', 'NAME_REFUSED']],
    ['s/a **', '{"a-b": "x"}', ['NAME_INVALID']],
    ['s/a *', '{"a-b": "1", "a.b": "2"}', ['NAME_TAKEN']],
    ['s/a *\ns/a x | KEY', '{"key": "1", "x": "2"}', ['NAME_TAKEN']],
    ['s/a * | LD_', '{"preload": "x"}', ['NAME_REFUSED']],
    ['s/a key, decode hex', '{"key": "zz"}', ['VALUE_NOT_DECODABLE']],
    ['s/a a\ns/a b', '{"a": "x\\u0000", "b": "\\ud800"}', ['VALUE_NOT_TEXT', 'VALUE_NOT_TEXT']],
    ['s/a key, decode base64', '{"key": "AAA="}', ['VALUE_NOT_TEXT']],
  ])('%s of %s fails', (text, json, codes) => {
    expect(pick(text, json).codes).toEqual(codes);
  });

  it.each([
    ['s/a nul', '{"nul": null}', 'no value "nul".', 'the key is there, its value is null'],
    ['s/a b.c', '{"b": {"c": null}}', 'no value "b.c".', 'the key is there, its value is null'],
    ['s/a *', '{"nul": null, "nil": null}', 'no value.', 'the key is there, its value is null'],
    ['s/a **', '{}', 'no value.', 'it has no keys'],
    ['s/a nul', '{}', 'no key "nul".', 'it has no keys'],
  ])('tells null from what is not there: %s of %s', (text, json, what, why) => {
    const told = pick(text, json);
    expect(told.whats).toBe(`The secret s/a has ${what}`);
    expect(told.whys).toContain(why);
    expect(told.whys).not.toContain('its keys are');
  });

  it('tells the keys that are there instead of a missing one, and no value', () => {
    const { whys } = pick('s/a pasword', '{"password": "canary-value", "user": "x"}');
    expect(whys).toContain('its keys are: password, user');
    expect(whys).not.toContain('canary-value');
  });
});
