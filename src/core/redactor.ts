import { createNeedles } from './needles.ts';
import { listForms } from './secret-forms.ts';

/** Replaces known secrets, in every form that `listForms` gives. */
export interface Redactor {
  /** From now on this secret is replaced. Takes no time until there is something to redact. */
  add(secret: string): void;
  /** A whole text with the secrets in it replaced, overlapping ones together. */
  redact(text: string): string;
  /** The same for bytes that come in chunks; every stream of bytes needs its own. */
  createStream(): RedactingStream;
}

/**
 * One stream of bytes. What comes out holds no form of a secret, and is the same however
 * the bytes were cut into chunks. A secret that is added later is replaced in what has not
 * come out by then.
 */
export interface RedactingStream {
  /** What may go on; held back is only what may yet turn out to be a secret. */
  push(chunk: Uint8Array): Buffer;
  /** The rest, after a last chunk; half a secret at the end is replaced too. */
  end(chunk?: Uint8Array): Buffer;
}

const replacement = Buffer.from('****');

export function createRedactor(): Redactor {
  const added = new Set<string>();
  const needles = createNeedles();
  const createStream = (): RedactingStream => {
    let held = Buffer.of();
    // How many of the bytes held back belong to a secret that was replaced already.
    let replaced = 0;
    const advance = (chunk: Uint8Array, isLast: boolean): Buffer => {
      for (const form of new Set([...added].flatMap(listForms))) needles.add(form);
      added.clear();
      const data = Buffer.concat([held, chunk]);
      const pieces: Uint8Array[] = [];
      const settled = needles.find(data, isLast, (start, end) => {
        if (start >= replaced) pieces.push(data.subarray(replaced, start), replacement);
        replaced = Math.max(replaced, end);
      });
      pieces.push(data.subarray(replaced, settled));
      held = data.subarray(settled);
      replaced = Math.max(0, replaced - settled);
      return Buffer.concat(pieces);
    };
    return {
      push: (chunk) => advance(chunk, false),
      end: (chunk = Buffer.of()) => advance(chunk, true),
    };
  };
  return {
    add: (secret) => added.add(secret),
    redact: (text) => createStream().end(Buffer.from(text)).toString(),
    createStream,
  };
}
