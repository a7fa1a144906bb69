import { describe, expect, it } from 'vitest';
import { stripControls, toOneLine } from '../../../src/core/plain-text.ts';

const hostile = 'a\u001b[2K\u009b1mb\u202ec\r\n\u2028d\u200be\tf';

describe('words of others on a terminal', () => {
  it('keep their lines, and nothing that a terminal obeys', () => {
    expect(stripControls(hostile)).toBe('a[2K1mbc\ndef');
  });

  it('are one line where one is wanted', () => {
    expect(toOneLine(hostile)).toBe('a [2K 1mb c d e f');
  });
});
