import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBase85 } from '../../orb/base85.ts';
import { decodeBase85 } from '../support/base85.ts';

describe('bytes in base 85', () => {
  it('come back, and are five printable characters for four bytes, none of them < or \\', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = encodeBase85(bytes);
        expect(text).toMatch(/^[(-;=-[\]-~]*$/);
        expect(text.length).toBe(Math.ceil(bytes.length / 4) * 5);
        const decoded = decodeBase85(text);
        expect([...decoded.subarray(0, bytes.length)]).toEqual([...bytes]);
        expect([...decoded.subarray(bytes.length)].every((byte) => byte === 0)).toBe(true);
      }),
    );
  });
});
