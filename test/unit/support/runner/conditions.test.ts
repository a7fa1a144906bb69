import { describe, expect, it } from 'vitest';
import { compileSmallConfig, listCommands } from '../../../support/runner/small-config.ts';

function compileBoth(condition: unknown, parameters: object = {}): string[] {
  return listCommands(
    compileSmallConfig({
      jobKeys: { parameters },
      steps: [
        { when: { condition, steps: [{ run: 'held' }] } },
        { unless: { condition, steps: [{ run: 'did not' }] } },
      ],
      pipelineValues: { 'pipeline.git.branch': 'feature-7' },
    }),
  );
}

const flags = {
  yes: { type: 'boolean', default: true },
  no: { type: 'boolean', default: false },
  empty: { type: 'string', default: '' },
  text: { type: 'string', default: 'false' },
  zero: { type: 'integer', default: 0 },
};

describe('a condition', () => {
  it.each([
    true,
    'x',
    'false',
    42,
    '<< parameters.yes >>',
    '<< parameters.text >>',
    'x<< parameters.empty >>',
    { not: '<< parameters.empty >>' },
    { not: { not: true } },
    { and: [true, 'x', 1] },
    { or: [false, '', 1] },
    { equal: [1, 1, 1] },
    { equal: ['feature-7', '<< pipeline.git.branch >>'] },
    { equal: [true, '<< parameters.yes >>'] },
    { matches: { pattern: '^feature-.+$', value: '<< pipeline.git.branch >>' } },
    { matches: { pattern: 'feature|feature-7', value: '<< pipeline.git.branch >>' } },
    { and: [{ or: [false, { equal: ['a', 'a'] }] }, { not: false }] },
  ])('%j holds', (condition) => {
    expect(compileBoth(condition, flags)).toEqual(['held']);
  });

  it.each([
    false,
    null,
    0,
    Number.NaN,
    '',
    '<< parameters.no >>',
    '<< parameters.empty >>',
    '<< parameters.zero >>',
    { not: '<< parameters.yes >>' },
    { not: 'text' },
    { and: [true, '<< parameters.no >>'] },
    { or: [false, '', 0] },
    { equal: [1, '1'] },
    { equal: ['a', 'a', 'b'] },
    { equal: ['true', '<< parameters.yes >>'] },
    { matches: { pattern: 'feature', value: '<< pipeline.git.branch >>' } },
    { or: [{ and: [true, false] }, { not: true }] },
  ])('%j does not hold', (condition) => {
    expect(compileBoth(condition, flags)).toEqual(['did not']);
  });

  it.each([
    [{ xor: [true, false] }, 'xor: there is no such operator'],
    [{ toString: [] }, 'toString: there is no such operator'],
    [{ and: [true], or: [true] }, 'exactly one operator'],
    [{}, 'exactly one operator'],
    [[true], 'a condition is a value or an operator'],
    [{ and: [] }, 'and: it needs at least one value'],
    [{ or: [] }, 'or: it needs at least one value'],
    [{ equal: [] }, 'equal: it needs at least one value'],
    [{ and: true }, 'and: must be a list'],
    [{ and: [{ or: [] }] }, 'and.or: it needs at least one value'],
    [{ matches: 'x' }, 'matches: it needs a pattern and a value'],
    [{ matches: { pattern: 'x' } }, 'its pattern and its value are texts'],
    [{ matches: { pattern: '(', value: 'x' } }, '"(" is not a pattern'],
    [{ matches: { pattern: 'x', value: 'x', flags: 'i' } }, 'unknown key flags'],
    ['pipeline.git.branch == "main"', 'expressions are not supported here'],
    [{ not: 'not (pipeline.git.tag)' }, 'not: expressions are not supported here'],
    ['<< parameters.nobody >>', 'without declared parameters: nobody'],
  ])('%j is refused', (condition, message) => {
    expect(() => compileBoth(condition)).toThrow(message);
  });
});

describe('a conditional step', () => {
  const nested = (condition: unknown): unknown => ({
    when: { condition, steps: [{ unless: { condition: false, steps: [{ run: 'inside' }] } }] },
  });

  it('may stand inside another', () => {
    expect(listCommands(compileSmallConfig({ steps: [nested(true)] }))).toEqual(['inside']);
    expect(listCommands(compileSmallConfig({ steps: [nested(false)] }))).toEqual([]);
  });

  it.each([
    [{ steps: ['checkout'] }, 'it needs a condition and steps'],
    [{ condition: true }, 'it needs a condition and steps'],
    [{ condition: true, steps: ['checkout'], else: ['checkout'] }, 'unknown key else'],
    [{ condition: true, steps: 'checkout' }, 'must be a list'],
    ['<< parameters.x >>', 'Arguments referenced without declared parameters: x'],
  ])('%j is refused', (settings, message) => {
    expect(() => compileSmallConfig({ steps: [{ when: settings }] })).toThrow(message);
  });
});
