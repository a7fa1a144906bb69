import { describe, expect, it } from 'vitest';
import {
  isSameRestriction,
  joinConditions,
} from '../../../../src/core/circleci-context/context-wish.ts';

const nothing = {
  branch: '',
  expression: '',
  forbidsSshReruns: false,
  forbidsInlineConfigs: false,
};

describe('conditions as one expression', () => {
  it.each([
    [{}, undefined],
    [{ branch: 'main' }, 'pipeline.git.branch == "main"'],
    [{ branch: 'a"b\\c' }, 'pipeline.git.branch == "a\\"b\\\\c"'],
    [{ forbidsSshReruns: true }, 'not job.ssh.enabled'],
    [
      { branch: 'main', forbidsSshReruns: true, forbidsInlineConfigs: true },
      'pipeline.git.branch == "main" and not job.ssh.enabled and not (pipeline.config_source starts-with "api")',
    ],
    [{ expression: 'a or b' }, 'a or b'],
    [{ expression: 'a or b', forbidsSshReruns: true }, 'not job.ssh.enabled and (a or b)'],
  ])('%j', (conditions, expression) => {
    expect(joinConditions({ ...nothing, ...conditions })).toBe(expression);
  });
});

describe('two restrictions', () => {
  it.each([
    ['expression', 'a == "x  y"\n and  b', 'a == "x  y" and b', true],
    ['expression', 'a == "x  y"', 'a == "x y"', false],
    ['expression', 'a and b', 'b and a', false],
    ['project', '5E1F', '5e1f', true],
    ['project', '5e1f', '5e1e', false],
  ] as const)('of type %s, %j and %j, are the same: %s', (type, one, other, isSame) => {
    expect(isSameRestriction({ type, value: one }, { type, value: other })).toBe(isSame);
  });

  it('of two types are never the same', () => {
    expect(isSameRestriction({ type: 'group', value: 'a' }, { type: 'project', value: 'a' })).toBe(
      false,
    );
  });
});
