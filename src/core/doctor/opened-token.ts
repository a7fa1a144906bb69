import { getText, isJsonObject, type JsonObject } from '../json.ts';
import { decodePart } from '../oidc-token.ts';
import type { Secret } from '../secret.ts';

/** What a token says; not verified, that is Vault's part. The claims are no secrets, the token is. */
export interface OpenedToken {
  readonly algorithm: string;
  readonly claims: JsonObject;
}

/** Decodes a token; what cannot be decoded counts as saying nothing. */
export function openToken(jwt: Secret<string>): OpenedToken {
  const claims = decodePart(jwt, 1);
  return {
    algorithm: getText(decodePart(jwt, 0), 'alg') ?? '',
    claims: isJsonObject(claims) ? claims : {},
  };
}
