import { createHash } from 'node:crypto';
import { brotliCompressSync, constants } from 'node:zlib';
import { encodeBase91 } from './base91.ts';

/** A program as it travels in a step's environment. */
export interface Payload {
  /** brotli, then base 91, cut into what one variable holds; each is one line. */
  readonly parts: readonly string[];
  /** SHA-256 of the program itself, in hexadecimal. */
  readonly sha256: string;
}

// Windows holds 32,767 characters of one environment variable with its name, and
// Linux fewer than 131,072 bytes.
const mostCharacters = 32_000;

/** Packs a bundled program. Throws when it would not fit into so many variables of a step. */
export function packPayload(program: Buffer, mostParts: number): Payload {
  const compressed = brotliCompressSync(program, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      // Measured: these make the helper smallest.
      [constants.BROTLI_PARAM_LGWIN]: 17,
      [constants.BROTLI_PARAM_NPOSTFIX]: 1,
      [constants.BROTLI_PARAM_NDIRECT]: 4,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_GENERIC,
      [constants.BROTLI_PARAM_SIZE_HINT]: program.length,
    },
  });
  const text = encodeBase91(compressed);
  const most = mostParts * mostCharacters;
  if (text.length > most) {
    throw new Error(`the packed program has ${text.length} characters; ${most} fit`);
  }
  const count = Math.ceil(text.length / mostCharacters);
  const parts = Array.from({ length: count }, (_, index) =>
    text.slice(index * mostCharacters, (index + 1) * mostCharacters),
  );
  return { parts, sha256: createHash('sha256').update(program).digest('hex') };
}

/** The variables that hold a program, as the launcher joins them. */
export function nameParts({ parts, sha256 }: Payload): Record<string, string> {
  const variables = parts.map((text, index): [string, string] => [
    index === 0 ? 'VAULT_OIDC_HELPER' : `VAULT_OIDC_HELPER_${index + 1}`,
    text,
  ]);
  return { ...Object.fromEntries(variables), VAULT_OIDC_HELPER_SHA256: sha256 };
}
