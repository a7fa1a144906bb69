import * as v from 'valibot';
import type { PemSource } from '../core/pem-source.ts';
import { Secret } from '../core/secret.ts';

/**
 * A certificate or key: PEM text, base64 of PEM, or a path; undefined when
 * empty. Newlines written as `\n`, as one-line variables hold them, count.
 */
export const pemSource = v.pipe(
  v.string(),
  v.transform((text): PemSource | undefined => {
    const trimmed = text.trim();
    if (trimmed === '') return undefined;
    const pem = findPem(trimmed.replaceAll('\\n', '\n')) ?? findPem(decodeBase64(trimmed));
    return pem === undefined ? { kind: 'file', path: trimmed } : { kind: 'text', pem };
  }),
  v.check(
    (source) => source?.kind !== 'file' || !/[\n\0]/.test(source.path),
    'it is neither PEM, nor base64 of PEM, nor a path',
  ),
);

function findPem(text: string): Secret<string> | undefined {
  return text.includes('-----BEGIN ') ? new Secret(text) : undefined;
}

function decodeBase64(text: string): string {
  return /^[A-Za-z0-9+/=\s]+$/.test(text) ? Buffer.from(text, 'base64').toString('utf8') : '';
}
