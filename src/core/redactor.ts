/** Replaces known secrets in text. */
export interface Redactor {
  /** From now on this text, and each longer line of it, is replaced. */
  add(secret: string): void;
  /** The text with every known secret in it replaced, overlapping ones together. */
  redact(text: string): string;
}

// Shorter ones would tear ordinary words apart and tell by it what they are.
const shortestSecret = 6;
const shortestLine = 8;
const replacement = '****';

export function createRedactor(): Redactor {
  const secrets = new Set<string>();
  return {
    add: (secret) => {
      if (secret.length >= shortestSecret) secrets.add(secret);
      const lines = secret.split(/\r?\n/).filter(({ length }) => length >= shortestLine);
      for (const line of lines) secrets.add(line);
    },
    redact: (text) => replaceRanges(text, findRanges(text, secrets)),
  };
}

type Range = readonly [start: number, end: number];

function findRanges(text: string, secrets: ReadonlySet<string>): Range[] {
  const ranges: Range[] = [];
  for (const secret of secrets) {
    let start = text.indexOf(secret);
    while (start !== -1) {
      ranges.push([start, start + secret.length]);
      start = text.indexOf(secret, start + 1);
    }
  }
  return ranges.sort(([first], [second]) => first - second);
}

function replaceRanges(text: string, ranges: readonly Range[]): string {
  let redacted = '';
  let position = 0;
  for (const [start, end] of ranges) {
    if (start >= position) redacted += text.slice(position, start) + replacement;
    position = Math.max(position, end);
  }
  return redacted + text.slice(position);
}
