/** The bytes that `encodeBase85` made a text from, filled up with zeros to a multiple of four. */
export function decodeBase85(text: string): Buffer {
  const bytes = Buffer.alloc((text.length / 5) * 4);
  for (let group = 0; group < text.length / 5; group += 1) {
    const digits = [...Buffer.from(text.slice(group * 5, group * 5 + 5))].map(
      (code) => code - 40 - Number(code > 60) - Number(code > 92),
    );
    bytes.writeUInt32BE(
      digits.reduce((value, digit) => value * 85 + digit, 0),
      group * 4,
    );
  }
  return bytes;
}
