/** Text as a YAML scalar that reads as a string in both styles; plain where it can be. */
export function writeScalar(text: string): string {
  const isPlain =
    /^[a-z][\w./@-]*$/i.test(text) && !/^(true|false|yes|no|on|off|null|y|n)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}

/** Text whose `<<` CircleCI leaves alone (CircleCI, "Reusing config": it is escaped as `\<<`). */
export function escapeTags(text: string): string {
  return text.replaceAll(/(?<!\\)<</g, '\\<<');
}

/** The lines of a text that hold something, without the blanks at their ends. */
export function listLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Lines behind that many blanks. */
export function indentLines(column: number, lines: readonly string[]): string[] {
  return lines.map((line) => ' '.repeat(column) + line);
}
