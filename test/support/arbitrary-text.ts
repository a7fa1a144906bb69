import fc from 'fast-check';

/** What shells, parsers and terminals take for something other than text. */
const hardPieces = [
  ...['$(touch PWNED)', '`touch PWNED`', '${HOME}', '$HOME', '$$', "'\\''", '\\', "\\'", '!!', '~'],
  ...[
    "'",
    '"',
    '`',
    '$',
    '#',
    ';',
    '|',
    '&',
    '<<EOF',
    '>',
    '(',
    ')',
    '{',
    '*',
    '?',
    '=',
    '-',
    '%s',
  ],
  ...['\n', '\n\n', '\r', '\r\n', '\t', ' ', '\v', '\f', '\b', '\u0001', '\u001b[2J', '\u007f'],
  ...['\u0085', '\u00a0', '\u2028', '\u2029', '\ufeff', '\ufffe', '\u0301', 'é', '漢', '😊'],
];

const anyCharacter = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 1 })
  .map((character) => character.replace('\0', '\u0001'));

/** Well-formed text without NUL, thick with what is hard to carry; some tens of characters. */
export const hardText: fc.Arbitrary<string> = fc.string({
  unit: fc.oneof(fc.constantFrom(...hardPieces), anyCharacter),
  size: 'medium',
});

/** Any string at all, lone surrogates and NUL among it. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', size: 'medium' }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { size: 'medium' })
    .map((units) => String.fromCharCode(...units)),
);
