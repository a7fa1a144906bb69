import { describe, expect, it } from 'vitest';
import { createConsoleReport } from '../../../src/adapters/console-report.ts';
import { Secret } from '../../../src/core/secret.ts';

function tell(secret: string, text: string): string {
  let printed = '';
  const stream = { write: (piece: string) => (printed += piece) };
  const report = createConsoleReport({ stdout: stream, stderr: stream });
  report.conceal(new Secret(secret));
  report.tell(text);
  return printed;
}

describe('what the helper prints', () => {
  it.each([
    ['as it is', 'hunter2-yes', 'hunter2-yes'],
    ['in another form', 'hunter2/yes', 'hunter2%2Fyes'],
    ['with control characters in it', 'hunter2\t\u001byes', 'hunter2\t\u001byes'],
    ['with control characters put into it', 'hunter2-yes', 'hun\u001bter2-\u0000yes'],
  ])('holds no secret %s', (_title, secret, text) => {
    expect(tell(secret, `it is ${text}!`)).toBe('vault-oidc: it is ****!\n');
  });

  it('holds no control characters but line breaks', () => {
    expect(tell('hunter2-yes', 'a\u001b[2Kb\rc\nd')).toBe('vault-oidc: a[2Kbc\nd\n');
  });

  it.each([
    ...[0x61c, 0x200e, 0x202a, 0x202e, 0x2066, 0x2069, 0x2028, 0x2029, 0x85, 0x9b, 0x09],
    ...[0xad, 0x200b, 0x200d, 0x2060, 0xfeff, 0xe0061],
  ])('holds nothing that turns the text, breaks it or is not seen: character %i', (code) => {
    const text = ['a', 'b', 'hunter2', 'yes'].join(String.fromCodePoint(code));
    expect(tell('hunter2yes', text)).toBe('vault-oidc: ab****\n');
  });

  it('keeps letters of any language, and signs', () => {
    expect(tell('hunter2-yes', 'é ש 漢 😊 …')).toBe('vault-oidc: é ש 漢 😊 …\n');
  });
});
