import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBackExports } from '../../src/adapters/shell-read-back.ts';
import { Secret } from '../../src/core/secret.ts';
import { findValueFailure } from '../../src/core/values.ts';
import { hardText } from '../support/arbitrary-text.ts';
import { readExportsIn, type ShellName } from '../support/shells.ts';

const longestValue = 120 * 1024;

const manyValues = fc.array(hardText, { minLength: 1, maxLength: 1000, size: 'max' });

/** Text of up to 120 KiB whose repeated part is hard. */
const longText = fc
  .tuple(hardText, fc.integer({ min: 1, max: longestValue }))
  .map(([text, length]) => cutToBytes(text.repeat(Math.ceil(length / (text.length || 1))), length));

const longestTexts = ["'", "\\'", '\n', 'é', '😊', '$(id)', '\r\n', '\u0001'].map((text) =>
  cutToBytes(text.repeat(longestValue), longestValue),
);

const places: [shell: ShellName, locale: string][] = [
  ['bash', 'C'],
  ['bash', 'C.UTF-8'],
  ['dash', 'C'],
  ['dash', 'C.UTF-8'],
  ['BusyBox sh', 'C'],
  ['BusyBox sh', 'C.UTF-8'],
];

describe.each(places)('%s under LC_ALL=%s', (shell, locale) => {
  const expectSameBytes = (values: readonly string[]): void => {
    const held = readExportsIn(shell, nameValues(values), { LC_ALL: locale });
    const different = values.filter((value, index) => !held[index]?.equals(Buffer.from(value)));
    expect({ count: held.length, different }).toEqual({ count: values.length, different: [] });
  };

  it('gives every value back byte for byte', () => {
    fc.assert(fc.property(manyValues, expectSameBytes), { numRuns: 4, endOnFailure: true });
  });

  it('gives long values back byte for byte, 120 KiB among them', () => {
    fc.assert(fc.property(fc.array(longText, { minLength: 1, maxLength: 5 }), expectSameBytes), {
      numRuns: 4,
      endOnFailure: true,
    });
    expectSameBytes(longestTexts);
  });
});

describe('the proof before the write', () => {
  const prove = (values: readonly string[]): Promise<void> =>
    readBackExports(
      nameValues(values),
      { PATH: process.env['PATH'] },
      new AbortController().signal,
    );

  it('passes for any values', async () => {
    const property = fc.asyncProperty(manyValues, prove);
    await fc.assert(property, { numRuns: 4, endOnFailure: true });
  });

  it('passes for each value of 120 KiB beside thousands of short ones', async () => {
    expect(longestTexts.map((text) => findValueFailure('LONG', text))).toEqual(
      longestTexts.map(() => undefined),
    );
    const short = Array.from({ length: 2000 }, (_, index) => `value ${index}\n`);
    for (const text of longestTexts) await prove([text, ...short]);
  });
});

function nameValues(values: readonly string[]) {
  return values.map((value, index) => ({ name: `VALUE_${index}`, value: new Secret(value) }));
}

/** The longest beginning of the text that has at most so many bytes as UTF-8. */
function cutToBytes(text: string, length: number): string {
  return Buffer.from(text)
    .subarray(0, length)
    .toString()
    .replace(/\ufffd+$/, '');
}
