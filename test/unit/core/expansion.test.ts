import { describe, expect, it } from 'vitest';
import { expandReferences } from '../../../src/core/expansion.ts';

const environment = { NAME: 'value', EMPTY: '', NESTED: '${NAME}', DOLLAR: "$& $1 $'" };

describe('the expansion of variables', () => {
  it.each([
    ['${NAME}', 'value'],
    ['a/${NAME}/b', 'a/value/b'],
    ['${NAME}${NAME}', 'valuevalue'],
    ['$NAME', 'value'],
    ['a$NAME', 'a$NAME'],
    ['$NAME-x', '$NAME-x'],
    ['${1BAD}', '${1BAD}'],
    ['${NAME:-x}', '${NAME:-x}'],
    ['$(id)', '$(id)'],
    ['${NESTED}', '${NAME}'],
    ['${DOLLAR}', "$& $1 $'"],
    ['', ''],
  ])('makes of %j %j', (text, expanded) => {
    expect(expandReferences(text, environment)).toEqual({ text: expanded, unset: [] });
  });

  it('names the variables that are not there, or empty', () => {
    expect(expandReferences('${MISSING}/${EMPTY}/${NAME}', environment)).toEqual({
      text: '//value',
      unset: ['MISSING', 'EMPTY'],
    });
  });
});
