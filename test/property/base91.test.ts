import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBase91 } from '../../orb/base91.ts';
import { decodeBase91 } from '../support/base91.ts';

describe('bytes in base 91', () => {
  it('come back, and are 16 printable characters for 13 bytes, none of them a quote, < or \\', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = encodeBase91(bytes);
        expect(text).toMatch(/^[!-&(-;=-[\]-~]*$/);
        expect(text.length).toBe(Math.ceil(bytes.length / 13) * 16);
        const decoded = decodeBase91(text);
        expect([...decoded.subarray(0, bytes.length)]).toEqual([...bytes]);
        expect([...decoded.subarray(bytes.length)].every((byte) => byte === 0)).toBe(true);
      }),
    );
  });
});
