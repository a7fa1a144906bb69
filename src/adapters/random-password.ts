import { randomBytes } from 'node:crypto';
import { Secret } from '../core/secret.ts';

/** A password of 24 random bytes, as text that needs no quotes. */
export function makePassword(): Secret<string> {
  return new Secret(randomBytes(24).toString('base64url'));
}
