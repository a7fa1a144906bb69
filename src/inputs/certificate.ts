import type { PemSource } from '../core/pem-source.ts';
import { Secret } from '../core/secret.ts';
import { Problem } from './input.ts';

/**
 * A certificate or key: PEM text, base64 of PEM, or a path; undefined when
 * empty. Newlines written as `\n`, as one-line variables hold them, count.
 */
export function parsePemSource(text: string): PemSource | undefined | Problem {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const pem = findPem(trimmed.replaceAll('\\n', '\n')) ?? findPem(decodeBase64(trimmed));
  if (pem !== undefined) return { kind: 'text', pem };
  return /[\n\0]/.test(trimmed)
    ? new Problem('it is neither PEM, nor base64 of PEM, nor a path')
    : { kind: 'file', path: trimmed };
}

function findPem(text: string): Secret<string> | undefined {
  return text.includes('-----BEGIN ') ? new Secret(text) : undefined;
}

function decodeBase64(text: string): string {
  return /^[A-Za-z0-9+/=\s]+$/.test(text) ? Buffer.from(text, 'base64').toString('utf8') : '';
}
