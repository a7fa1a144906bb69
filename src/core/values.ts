import { describeFailure, type Failure } from './failure.ts';
import { isJsonObject, parseJson, stringifyJson } from './json.ts';
import type { Encoding } from './references/reference.ts';

/**
 * A stored value as text: strings as they are, numbers with their digits,
 * true and false as words, objects and arrays as compact JSON. Null is missing.
 */
export function renderValue(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  return typeof value === 'string' ? value : stringifyJson(value);
}

/**
 * Looks a key up: the literal key first, then, at each dot from the right, as a
 * path into the JSON value of the key before it. A string that holds JSON counts
 * as that JSON. Undefined when nothing is there.
 */
export function findValue(container: unknown, key: string): unknown {
  if (Array.isArray(container)) {
    const [index = '', ...rest] = key.split('.');
    const item: unknown = /^(0|[1-9][0-9]*)$/.test(index) ? container[Number(index)] : undefined;
    return rest.length === 0 ? item : findValue(openJson(item), rest.join('.'));
  }
  if (!isJsonObject(container)) return undefined;
  if (Object.hasOwn(container, key)) return container[key];
  for (let dot = key.lastIndexOf('.'); dot > 0; dot = key.lastIndexOf('.', dot - 1)) {
    const before = key.slice(0, dot);
    if (!Object.hasOwn(container, before)) continue;
    const found = findValue(openJson(container[before]), key.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

function openJson(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return parseJson(value);
  } catch {
    return undefined;
  }
}

const alphabets: Record<Encoding, RegExp> = {
  base64: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/,
  base64url: /^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2}(?:==)?|[A-Za-z0-9_-]{3}=?)?$/,
  hex: /^(?:[0-9a-fA-F]{2})*$/,
};

/**
 * Decodes a stored text. Line breaks and blanks inside are passed over, as tools
 * that wrap base64 put them there; anything else outside the alphabet is a failure.
 */
export function decodeText(name: string, text: string, encoding: Encoding): string | Failure {
  const packed = text.replace(/\s+/g, '');
  if (!alphabets[encoding].test(packed)) {
    return describeFailure('VALUE_NOT_DECODABLE', {
      what: `The value for ${name} is not ${encoding}.`,
      why: `it holds characters, or ends at a place, that ${encoding} does not have`,
      next: ['drop "decode" from the reference, or store the value encoded'],
    });
  }
  try {
    const bytes = Buffer.from(packed, encoding);
    return new TextDecoder('utf-8', strict).decode(bytes);
  } catch {
    return describeFailure('VALUE_NOT_TEXT', {
      what: `The value for ${name} is not text once it is decoded.`,
      why: 'its bytes are not UTF-8, and a variable holds text',
      next: ['load it without "decode" and decode it where it is used'],
    });
  }
}

const strict = { fatal: true, ignoreBOM: true };

// Linux refuses one environment string of 128 KiB or more (MAX_ARG_STRLEN in
// include/uapi/linux/binfmts.h), and with it every later command of the job.
const longestValue = 120 * 1024;

/** Why a text cannot be a variable's value, or undefined when it can. */
export function findValueFailure(name: string, text: string): Failure | undefined {
  if (text.includes('\0') || /\p{Surrogate}/u.test(text)) {
    return describeFailure('VALUE_NOT_TEXT', {
      what: `The value for ${name} cannot be held by a variable.`,
      why: text.includes('\0')
        ? 'it holds a NUL character, at which every variable would end'
        : 'it holds half a character (a lone surrogate), which has no bytes',
      next: ['store it encoded (base64), and decode it where it is used'],
    });
  }
  if (Buffer.byteLength(text) > longestValue) {
    return describeFailure('VALUE_TOO_LONG', {
      what: `The value for ${name} is too long for a variable.`,
      why: 'it has more than 120 KiB; with such a variable Linux starts no further command',
      next: ['take a part of it with a dotted key, or fetch it where it is used'],
    });
  }
  return undefined;
}
