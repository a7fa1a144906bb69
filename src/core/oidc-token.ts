import { getMember, getNumber, parseJson } from './json.ts';
import type { Secret } from './secret.ts';

const longestToken = 16 * 1024;
const jwtShape = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/**
 * Why a text is not a JWT (RFC 7519: three base64url parts), or undefined when
 * it looks like one. Says nothing of the text but how many parts it has.
 */
export function findTokenProblem(text: string): string | undefined {
  if (text.length > longestToken) return 'it is far longer than a token';
  if (/^\*+$/.test(text)) return 'it is a row of asterisks: a masked token was copied from a log';
  if (jwtShape.test(text)) return undefined;
  if (/^["']|["']$/.test(text)) return 'it stands in quotes';
  const parts = text.split('.').length;
  if (parts !== 3) return `a token has three parts between dots, this has ${parts}`;
  return 'it holds characters that a token does not have, such as blanks or newlines';
}

/** What we look at in a token; it is not verified, Vault does that. */
export interface TokenClaims {
  /** Seconds since 1970 at which the token ends, if it says so. */
  readonly expiresAt: number | undefined;
  readonly audiences: readonly string[];
}

/** Decodes a token's claims; what cannot be decoded counts as saying nothing. */
export function readTokenClaims(jwt: Secret<string>): TokenClaims {
  const claims = decodeClaims(jwt);
  const audience = getMember(claims, 'aud');
  const audiences = Array.isArray(audience) ? audience : [audience];
  return {
    expiresAt: getNumber(claims, 'exp'),
    audiences: audiences.filter((name) => typeof name === 'string'),
  };
}

function decodeClaims(jwt: Secret<string>): unknown {
  try {
    const [, payload = ''] = jwt.reveal().split('.');
    return parseJson(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
