import { createHash } from 'node:crypto';
import { brotliCompressSync, constants } from 'node:zlib';
import { encodeBase85 } from './base85.ts';

/** The helper as it travels in a step's environment. */
export interface Payload {
  /** brotli, then base 85; one line. */
  readonly text: string;
  /** SHA-256 of the helper itself, in hexadecimal. */
  readonly sha256: string;
}

// Windows holds 32,767 characters of one environment variable with its name, and
// Linux fewer than 131,072 bytes.
const mostCharacters = 32_000;

/** Packs the bundled helper. Throws when it would not fit into a step's environment. */
export function packPayload(helper: Buffer): Payload {
  const compressed = brotliCompressSync(helper, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: helper.length,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    },
  });
  const text = encodeBase85(compressed);
  if (text.length > mostCharacters) {
    throw new Error(`the packed helper has ${text.length} characters; ${mostCharacters} fit`);
  }
  return { text, sha256: createHash('sha256').update(helper).digest('hex') };
}
