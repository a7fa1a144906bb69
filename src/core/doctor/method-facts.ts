import { getMember, getText, isJsonObject, type JsonObject } from '../json.ts';
import { listTexts } from './role-facts.ts';

/** What the configuration of a JWT method says (HashiCorp, "JWT/OIDC auth method (API)", Configure). */
export interface MethodFacts {
  readonly issuer: string;
  readonly discoveryUrl: string;
  readonly jwksUrl: string;
  readonly hasJwksPairs: boolean;
  readonly hasStaticKeys: boolean;
  readonly algorithms: readonly string[];
  readonly defaultRole: string;
  /** Of a log-in with a browser. */
  readonly clientId: string;
}

/** Reads what Vault answers of `auth/<mount>/config`. */
export function readMethod(data: JsonObject): MethodFacts {
  const text = (key: string): string => getText(data, key) ?? '';
  const pairs = getMember(data, 'jwks_pairs');
  return {
    issuer: text('bound_issuer'),
    discoveryUrl: text('oidc_discovery_url'),
    jwksUrl: text('jwks_url'),
    hasJwksPairs: (Array.isArray(pairs) && pairs.length > 0) || isJsonObject(pairs),
    hasStaticKeys: listTexts(data, 'jwt_validation_pubkeys').length > 0,
    algorithms: listTexts(data, 'jwt_supported_algs'),
    defaultRole: text('default_role'),
    clientId: text('oidc_client_id'),
  };
}

/** An issuer without slashes and blanks at its end: whose it is, whether or not Vault compares it so. */
export function trimIssuer(issuer: string): string {
  return issuer.replace(/[/\s]+$/, '');
}

/** The organization in an issuer `…/org/<id>`; undefined in any other, such as the one that all share. */
export function readOrganization(issuer: string): string | undefined {
  return /\/org\/([^/]+)$/.exec(issuer)?.[1];
}
