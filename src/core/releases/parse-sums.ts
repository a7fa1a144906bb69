const line = /^([0-9a-f]{64}) [ *]([^\s/\\]+)$/;

/**
 * The SHA-256 of the file with exactly this name in a list as `sha256sum` writes it:
 * 64 hexadecimal digits, two blanks (or a blank and `*`), a name without directories.
 * Undefined when no line names it, when two do, and when any line is of another shape.
 */
export function findSum(text: string, name: string): string | undefined {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const entries = lines.map((written) => line.exec(written));
  if (entries.includes(null)) return undefined;
  const sums = entries.flatMap((entry) => (entry?.[2] === name ? [entry[1]] : []));
  return sums.length === 1 ? sums[0] : undefined;
}
