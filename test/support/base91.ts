const alphabet = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index))
  .join('')
  .replace(/['<\\]/g, '');

/** The bytes that `encodeBase91` made a text from, filled up with zeros to a multiple of 13. */
export function decodeBase91(text: string): Buffer {
  const groups = text.match(/.{16}/g) ?? [];
  return Buffer.concat(
    groups.map((group) => {
      const value = [...group].reduce(
        (sum, character) => sum * 91n + BigInt(alphabet.indexOf(character)),
        0n,
      );
      return Buffer.from(value.toString(16).padStart(26, '0'), 'hex');
    }),
  );
}
