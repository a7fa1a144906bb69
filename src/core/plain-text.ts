/**
 * The text without what a terminal obeys: the words of a server or a file must not move the
 * cursor, turn the text around, hide a line or begin one. Newlines stay.
 */
export function stripControls(text: string): string {
  return text.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '');
}

/** The text as one line: a row of what `stripControls` takes out, or of newlines, becomes a blank. */
export function toOneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
}
