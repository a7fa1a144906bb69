/** Texts that are looked for in bytes, all at once. */
export interface Needles {
  /** One more; six bytes or longer. */
  add(needle: string): void;
  /**
   * Hands `mark` the start and end of every needle, in order of the starts; they may
   * overlap. Gives the place from which on the data may be the beginning of a needle, its
   * length if there is none, and looks no further. Past a needle's first six bytes, blanks
   * and control characters do not count, in it or in the data, so that a text is found
   * that was wrapped or indented. Where the data ends for good (`isLast`), half a needle
   * counts as the whole, if it has eight bytes.
   */
  find(data: Uint8Array, isLast: boolean, mark: (start: number, end: number) => void): number;
}

// The head of a needle is what must be in one piece: six bytes, of which the last is here.
const headEnd = 5;
const shortestHalf = 8;
const blank = 32;

/**
 * An empty set. The search is that of Wu and Manber ("A fast algorithm for multi-pattern
 * searching", 1994): of a window as long as a head, the last three bytes tell how far off
 * the nearest end of a head can be, so that most bytes are never looked at. An automaton
 * would have to be built from every byte of every needle first, for a few lines of output.
 */
export function createNeedles(): Needles {
  // For the hash of three bytes: how far into a head they can be, from 1; 0 when in none.
  const places = new Uint8Array(0x10000);
  const index = new Map<number, Buffer[]>();
  return {
    add: (text) => {
      const needle = Buffer.from(text);
      for (let last = 2; last <= headEnd; last += 1) {
        const hash = hashThree(needle, last);
        places[hash] = Math.max(readByte(places, hash), last - 1);
      }
      for (const key of [hashThree(needle, headEnd), ~readByte(needle, 0)]) {
        const filed = index.get(key) ?? [];
        filed.push(needle);
        index.set(key, filed);
      }
    },
    find: (data, isLast, mark) => {
      let start = findStart(places, data, 0);
      while (start < data.length) {
        for (const needle of index.get(findKey(data, start)) ?? []) {
          const end = findEnd(needle, data, start, isLast);
          if (end > data.length) return start;
          if (end > 0) mark(start, end);
        }
        start = findStart(places, data, start + 1);
      }
      return start;
    },
  };
}

function hashThree(bytes: Uint8Array, last: number): number {
  const beginning = (readByte(bytes, last - 2) << 10) ^ (readByte(bytes, last - 1) << 5);
  return (beginning ^ readByte(bytes, last)) & 0xffff;
}

function readByte(bytes: Uint8Array, place: number): number {
  return bytes[place] ?? 0;
}

/** What needles that may begin there are kept under: the end of their head, or its first byte if the data ends within it. */
function findKey(bytes: Uint8Array, start: number): number {
  const last = start + headEnd;
  return last < bytes.length ? hashThree(bytes, last) : ~readByte(bytes, start);
}

/** The next place where a needle may begin, even if the data ends within its head. */
function findStart(places: Uint8Array, data: Uint8Array, from: number): number {
  let start = from;
  while (start + headEnd < data.length) {
    const place = readByte(places, hashThree(data, start + headEnd));
    if (place === headEnd - 1) break;
    start += headEnd - 1 - place;
  }
  return start;
}

/** Where a needle that begins there ends: 0 if it does not, past the data if that ends too early to tell. */
function findEnd(needle: Uint8Array, data: Uint8Array, start: number, isLast: boolean): number {
  // Blanks without end would be held back without end.
  const stop = Math.min(data.length, start + 2 * needle.length);
  let at = start;
  let matched = 0;
  while (matched < needle.length && at < stop) {
    const wanted = readByte(needle, matched);
    const found = readByte(data, at);
    if (wanted !== found) {
      if (matched <= headEnd || Math.min(wanted, found) > blank) return 0;
      // Only the one that is blank goes on.
      if (wanted > blank) matched -= 1;
      else at -= 1;
    }
    matched += 1;
    at += 1;
  }
  if (matched === needle.length) return at;
  if (at < data.length) return 0;
  const isHalf = matched >= Math.max(shortestHalf, needle.length / 2);
  return isLast ? at * Number(isHalf) : at + 1;
}
