import { describe, expect, it } from 'vitest';
import { describeSpread } from '../../../../scripts/bench/statistics.ts';

describe('the spread of repetitions', () => {
  it.each([
    [[7], { median: 7, lowest: 7, highest: 7 }],
    [[30, 4, 100], { median: 30, lowest: 4, highest: 100 }],
    [[2, 2, 9, 10, 1], { median: 2, lowest: 1, highest: 10 }],
    [[4, 1, 10, 2], { median: 3, lowest: 1, highest: 10 }],
    [[1.239, 1.234, 1.226], { median: 1.23, lowest: 1.23, highest: 1.24 }],
  ])('of %j', (repetitions, spread) => {
    expect(describeSpread(repetitions)).toEqual(spread);
  });

  it('is none where nothing was repeated', () => {
    expect(() => describeSpread([])).toThrow('no repetitions');
  });

  it('leaves the repetitions in their order', () => {
    const repetitions = Object.freeze([3, 1, 2]);
    expect(describeSpread(repetitions).median).toBe(2);
    expect(repetitions).toEqual([3, 1, 2]);
  });
});
