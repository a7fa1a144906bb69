const base = 91n;
const first = 33;
// A quote would have to be doubled in YAML, `<` could open a tag of CircleCI's, and a
// backslash would have to be doubled where CircleCI chooses the other quotes.
const leftOut = [39, 60, 92];
const groupBytes = 13;
const groupCharacters = 16;

/**
 * Bytes as text of 91 printable characters, 16 for 13 bytes; the last group is filled
 * up with zeros. It takes 8 % less than base64. No character means anything to CircleCI,
 * and none needs an escape in single quotes of YAML; `launcher.sh` reads it back.
 */
export function encodeBase91(bytes: Uint8Array): string {
  const whole = Buffer.alloc(Math.ceil(bytes.length / groupBytes) * groupBytes);
  whole.set(bytes);
  let text = '';
  for (let at = 0; at < whole.length; at += groupBytes) {
    let rest = BigInt(`0x${whole.toString('hex', at, at + groupBytes)}`);
    let group = '';
    for (let digit = 0; digit < groupCharacters; digit += 1) {
      group = nameDigit(Number(rest % base)) + group;
      rest /= base;
    }
    text += group;
  }
  return text;
}

function nameDigit(digit: number): string {
  return String.fromCharCode(
    leftOut.reduce((code, skipped) => (code >= skipped ? code + 1 : code), digit + first),
  );
}
