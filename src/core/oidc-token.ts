import { getMember, getNumber, getText, parseJson, stringifyJson } from './json.ts';
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
  readonly issuer: string | undefined;
  readonly audiences: readonly string[];
  /** CircleCI's own claims that a role can bind, with their JSON text; none is secret. */
  readonly bindable: readonly (readonly [name: string, json: string])[];
}

/** What the names of CircleCI's own claims begin with. */
export const claimPrefix = 'oidc.circleci.com/';

// Those that differ from job to job, and the user's id in `sub`, are not among
// them (CircleCI, "OpenID Connect tokens").
const bindableClaims = [
  'org-id',
  'project-id',
  'pipeline-definition-id',
  'vcs-origin',
  'vcs-ref',
  'context-ids',
  'ssh-rerun',
].map((name) => claimPrefix + name);

/** Decodes a token's claims; what cannot be decoded counts as saying nothing. */
export function readTokenClaims(jwt: Secret<string>): TokenClaims {
  const claims = decodePart(jwt, 1);
  const audience = getMember(claims, 'aud');
  const audiences = Array.isArray(audience) ? audience : [audience];
  return {
    expiresAt: getNumber(claims, 'exp'),
    issuer: getText(claims, 'iss'),
    audiences: audiences.filter((name) => typeof name === 'string'),
    bindable: bindableClaims.flatMap((name) => {
      const value = getMember(claims, name);
      return value === undefined ? [] : [[name, stringifyJson(value)] as const];
    }),
  };
}

/** The header (0) or the claims (1) of a token; undefined when they cannot be decoded. */
export function decodePart(jwt: Secret<string>, part: 0 | 1): unknown {
  try {
    const text = jwt.reveal().split('.')[part] ?? '';
    return parseJson(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
