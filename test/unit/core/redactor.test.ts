import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../src/core/redactor.ts';

function redact(text: string, ...secrets: string[]) {
  const redactor = createRedactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor.redact(text);
}

describe('the redactor', () => {
  it.each([
    ['in the middle', 'a hunter2x b', ['hunter2x'], 'a **** b'],
    ['several times', 'secret1secret1 secret1', ['secret1'], '******** ****'],
    ['overlapping', 'abcdefghij', ['abcdefg', 'defghij'], '****'],
    ['one inside another', 'x abcdefghij y', ['cdefgh', 'abcdefghij'], 'x **** y'],
    [
      'a line of a longer one',
      'at line-two-of-it!',
      ['line-one-of-it\nline-two-of-it'],
      'at ****!',
    ],
    ['a pattern to others', 'a.b*c$&d', ['a.b*c$&d'], '****'],
    ['too short to take out', 'the cat', ['cat'], 'the cat'],
    ['not there', 'nothing', ['something'], 'nothing'],
  ])('a secret %s', (_title, text, secrets, redacted) => {
    expect(redact(text, ...secrets)).toBe(redacted);
  });
});
