import { isJsonObject, type JsonObject } from '../json.ts';
import type { HclArguments, HclValue } from './hcl.ts';

/** Fields of a role that `vault_jwt_auth_backend_role` has under the same name (hashicorp/vault, 5.0). */
const roleArguments: readonly string[] = [
  'allowed_redirect_uris',
  'bound_audiences',
  'bound_claims_type',
  'bound_subject',
  'claim_mappings',
  'clock_skew_leeway',
  'expiration_leeway',
  'groups_claim',
  'max_age',
  'not_before_leeway',
  'oidc_scopes',
  'role_type',
  'token_bound_cidrs',
  'token_explicit_max_ttl',
  'token_max_ttl',
  'token_no_default_policy',
  'token_num_uses',
  'token_period',
  'token_policies',
  'token_ttl',
  'token_type',
  'user_claim',
  'user_claim_json_pointer',
  'verbose_oidc_logging',
];

/** Fields of a method's configuration that `vault_jwt_auth_backend` has under the same name. */
const configArguments: readonly string[] = [
  'bound_issuer',
  'default_role',
  'jwks_ca_pem',
  'jwks_url',
  'jwt_supported_algs',
  'jwt_validation_pubkeys',
  'oidc_discovery_ca_pem',
  'oidc_discovery_url',
  'provider_config',
];

/** A role's fields as arguments of its own resource, or why that resource cannot hold them. */
export function fitRole(fields: JsonObject): HclArguments | string {
  const { bound_claims: claims, ...others } = fields;
  const fitted = fitArguments(others, roleArguments, 'vault_jwt_auth_backend_role');
  if (typeof fitted === 'string' || claims === undefined) return fitted;
  const texts = Object.entries(isJsonObject(claims) ? claims : {}).map(
    ([claim, value]) => [claim, joinTexts(value)] as const,
  );
  const unfit = texts.find(([, text]) => text === undefined);
  if (unfit !== undefined) {
    return `vault_jwt_auth_backend_role binds claims to texts alone, and "${unfit[0]}" is bound to something else`;
  }
  const joined = texts.map(([claim, text]) => [claim, text ?? ''] as const);
  return [...fitted, ['bound_claims', Object.fromEntries(joined)]];
}

/** A configuration's fields as arguments of its method's resource, or why that cannot hold them. */
export function fitConfig(fields: JsonObject): HclArguments | string {
  return fitArguments(fields, configArguments, 'vault_jwt_auth_backend');
}

function fitArguments(
  fields: JsonObject,
  known: readonly string[],
  resource: string,
): HclArguments | string {
  const unknown = Object.keys(fields).filter((field) => !known.includes(field));
  if (unknown.length > 0) return `${resource} has no argument ${unknown.join(', ')}`;
  return Object.entries(fields).map(([field, value]) => [field, toHcl(value)]);
}

/**
 * The provider splits a text at its commas, and reads one that begins with `[` as a
 * list, for `bound_claims` is a map of texts; undefined for what would come out otherwise.
 */
function joinTexts(value: unknown): string | undefined {
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
  const isPlain = (text: unknown): boolean =>
    typeof text === 'string' && /^[^,[\s]([^,]*[^,\s])?$/.test(text);
  return texts.length > 0 && texts.every(isPlain) ? texts.join(',') : undefined;
}

/** A JSON value of ours as a value of Terraform's language; it holds no null. */
export function toHcl(value: unknown): HclValue {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(toHcl);
  if (!isJsonObject(value)) return String(value);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toHcl(member)]));
}
