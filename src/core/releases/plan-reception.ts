/** What is here of a file, and what a server said of the whole. */
export interface PartialFile {
  readonly receivedBytes: number;
  readonly totalBytes: number | undefined;
  /** A strong validator (RFC 9110 8.8.1): the entity tag, or the date of the last change. */
  readonly validator: string | undefined;
}

/** The head of an answer; header names are in lower case. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** What to do with the body of an answer. */
export type Reception =
  /** Append it to what is here, or take it as the whole file. */
  | { readonly kind: 'append' | 'whole'; readonly file: PartialFile }
  /** It does not continue what is here: forget that, and ask for the whole. */
  | { readonly kind: 'start over' };

/** Headers that ask for the rest of a file, as far as it can be known to be the same one. */
export function askForRest({ receivedBytes, validator }: PartialFile): Record<string, string> {
  return receivedBytes === 0 || validator === undefined
    ? {}
    : { Range: `bytes=${receivedBytes}-`, 'If-Range': validator };
}

/** How the body of a 200 or a 206 goes with what is here of the file (RFC 9110 15.3.7). */
export function planReception({ status, headers }: AnswerHead, known: PartialFile): Reception {
  if (status === 206) {
    const [, start, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers['content-range'] ?? '') ?? [];
    const continues =
      known.receivedBytes > 0 &&
      Number(start) === known.receivedBytes &&
      (known.totalBytes === undefined || Number(total) === known.totalBytes);
    return continues
      ? { kind: 'append', file: { ...known, totalBytes: Number(total) } }
      : { kind: 'start over' };
  }
  const length = headers['content-length'] ?? '';
  const file = {
    receivedBytes: 0,
    totalBytes: /^\d{1,15}$/.test(length) ? Number(length) : undefined,
    validator: findValidator(headers),
  };
  return { kind: 'whole', file };
}

function findValidator(headers: AnswerHead['headers']): string | undefined {
  const tag = headers['etag'];
  if (tag !== undefined && !tag.startsWith('W/')) return tag;
  return tag === undefined ? headers['last-modified'] : undefined;
}
