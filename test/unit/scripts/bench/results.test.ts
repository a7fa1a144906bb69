import { describe, expect, it } from 'vitest';
import { parseResults } from '../../../../scripts/bench/results.ts';
import { makeResults } from '../../../support/bench-results.ts';

describe('the results', () => {
  it('are read back as they were written', () => {
    expect(parseResults(JSON.stringify(makeResults()))).toEqual(makeResults());
  });

  it.each([
    ['a contender that nobody knows', '"curl + jq"', '"wget"'],
    ['a figure that is text', '"cores":2', '"cores":"2"'],
    ['no size of the binary', '"serverBinaryBytes"', '"binary"'],
  ])('are refused with %s', (_title, text, other) => {
    const json = JSON.stringify(makeResults());
    expect(() => parseResults(json.replace(text, other))).toThrow();
  });
});
