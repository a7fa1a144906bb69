/** A JSON object; ask for its members with the functions below, which look at own members only. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A number as it was written: JSON.parse would round `12345678901234567890` and drop the 0 of `1.10`. */
class Digits {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

// Marks in front of every string and number let the platform's own parser and
// printer do the work; a text that is not JSON before is not JSON after.
const stringMark = 's';
const numberMark = 'n';
// One token at a time: a pattern for whole strings would overflow the stack of the
// expression engine on a string of some megabytes.
const token = /\\.|"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

/**
 * Parses JSON text (RFC 8259); numbers keep the digits they were written with,
 * and of a key that stands there twice the last one counts. Throws an error that
 * must not be printed, for it may quote the text.
 */
export function parseJson(text: string): unknown {
  let isInString = false;
  const marked = text.replace(token, (found) => {
    if (found === '"') {
      isInString = !isInString;
      return isInString ? `"${stringMark}` : found;
    }
    return isInString || found.startsWith('\\') ? found : `"${numberMark}${found}"`;
  });
  return unmark(JSON.parse(marked));
}

function unmark(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.startsWith(stringMark) ? value.slice(1) : new Digits(value.slice(1));
  }
  if (Array.isArray(value)) return value.map(unmark);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      if (!key.startsWith(stringMark)) throw new SyntaxError('a key is no string');
      return [key.slice(1), unmark(member)];
    }),
  );
}

/** Compact JSON text of a parsed value; numbers get the digits they came with. */
export function stringifyJson(value: unknown): string {
  if (value instanceof Digits) return value.text;
  if (Array.isArray(value)) return `[${value.map(stringifyJson).join()}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(key)}:${stringifyJson(member)}`,
  );
  return `{${members.join()}}`;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Digits)
  );
}

/** The object's own member; undefined when there is none, or no object. */
export function getMember(value: unknown, key: string): unknown {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The object's own member if it is a string, else undefined. */
export function getText(value: unknown, key: string): string | undefined {
  const member = getMember(value, key);
  return typeof member === 'string' ? member : undefined;
}

/** The object's own member if it is a number, else undefined. */
export function getNumber(value: unknown, key: string): number | undefined {
  const member = getMember(value, key);
  return member instanceof Digits ? Number(member.text) : undefined;
}
