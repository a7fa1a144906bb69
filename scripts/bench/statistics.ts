import { type InferOutput, number, object } from 'valibot';

/** A measure over its repetitions, in their unit. */
export const spreadSchema = object({ median: number(), lowest: number(), highest: number() });
export type Spread = InferOutput<typeof spreadSchema>;

/**
 * The middle value (of an even number the mean of both) and the ends, with two
 * decimals: no clock here knows more. Throws when there are no repetitions.
 */
export function describeSpread(repetitions: readonly number[]): Spread {
  if (repetitions.length === 0) throw new Error('there are no repetitions');
  const sorted = repetitions.toSorted((one, other) => one - other);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return {
    median: roundToHundredths(middle.reduce((sum, one) => sum + one, 0) / middle.length),
    lowest: roundToHundredths(Math.min(...sorted)),
    highest: roundToHundredths(Math.max(...sorted)),
  };
}

/** The value with two decimals at most. */
export function roundToHundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
