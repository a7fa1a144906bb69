import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/core/redactor.ts';
import { hardText } from '../support/arbitrary-text.ts';

// Few different characters, so that secrets overlap, repeat and hold each other.
const dense = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 20 });
const secret = fc
  .oneof(dense, hardText)
  .map((text) => text.replaceAll('*', '+'))
  .filter(({ length }) => length >= 6);

/** The characters that belong to no occurrence of a secret. */
function listUncovered(text: string, secrets: readonly string[]): string[] {
  const isCovered = (at: number): boolean =>
    secrets.some((known) => {
      const from = Math.max(0, at - known.length + 1);
      return text.slice(from, at + known.length).includes(known);
    });
  return text.split('').filter((_, at) => !isCovered(at));
}

describe('the redactor', () => {
  it('leaves nothing of a secret of six or more characters', () => {
    const secrets = fc.array(secret, { minLength: 1, maxLength: 6 });
    const rest = fc.array(fc.oneof(dense, fc.nat(5)), { maxLength: 12 });
    fc.assert(
      fc.property(secrets, rest, (known, pieces) => {
        const parts = pieces.map((piece) =>
          typeof piece === 'number' ? known[piece % known.length] : piece,
        );
        const text = parts.join('');
        const redactor = createRedactor();
        for (const one of known) redactor.add(one);
        const redacted = redactor.redact(text);
        expect(known.filter((one) => redacted.includes(one))).toEqual([]);

        let left = 0;
        for (const character of listUncovered(text, known)) {
          if (redacted.replaceAll('****', '')[left] === character) left += 1;
        }
        expect(redacted.replaceAll('****', '').slice(left)).toBe('');
      }),
      { numRuns: 2000 },
    );
  });
});
