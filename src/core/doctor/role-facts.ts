import { findClaim, guessClaim, splitClaimName } from '../circleci-claims.ts';
import { getMember, getNumber, getText, isJsonObject, type JsonObject } from '../json.ts';

/** A claim that a role binds. */
export interface BoundClaim {
  /** As the role has it. */
  readonly written: string;
  /** The claim of the token that is meant, a misspelled one put right. */
  readonly meant: string;
  /** Any of them is enough. */
  readonly values: readonly unknown[];
}

/** What a role says (HashiCorp, "JWT/OIDC auth method (API)", Create role). */
export interface RoleFacts {
  readonly name: string;
  readonly type: string;
  readonly audiences: readonly string[];
  readonly subject: string;
  readonly bound: readonly BoundClaim[];
  readonly matchesGlobs: boolean;
  readonly userClaim: string;
  readonly usesPointer: boolean;
  /** Claims, and the names of metadata that they become. */
  readonly mappings: readonly (readonly [claim: string, name: string])[];
  readonly groupsClaim: string;
  readonly isVerbose: boolean;
  readonly policies: readonly string[];
  /** Whether the names of policies are templates over the token's claims; OpenBao has that. */
  readonly templatesPolicies: boolean;
  readonly lacksDefaultPolicy: boolean;
  readonly tokenType: string;
  readonly cidrs: readonly string[];
  /** Requests that a token is good for; 0 for any number. */
  readonly uses: number;
  /** Seconds; 0 for what the mount or the server says. */
  readonly ttl: number;
  readonly maxTtl: number;
  readonly explicitMaxTtl: number;
  readonly period: number;
  /** Seconds by which times may be off; 0 for the default, negative for none. */
  readonly leeways: { readonly expiry: number; readonly notBefore: number; readonly skew: number };
}

/** Reads what Vault answers of a role; what it does not say counts as not set. */
export function readRole(name: string, data: JsonObject): RoleFacts {
  const bound = getMember(data, 'bound_claims');
  const mappings = getMember(data, 'claim_mappings');
  const number = (key: string): number => getNumber(data, key) ?? 0;
  const tokenPolicies = listTexts(data, 'token_policies');
  return {
    name,
    type: getText(data, 'role_type') ?? '',
    audiences: listTexts(data, 'bound_audiences'),
    subject: getText(data, 'bound_subject') ?? '',
    bound: isJsonObject(bound) ? Object.entries(bound).map(readBound) : [],
    matchesGlobs: getText(data, 'bound_claims_type') === 'glob',
    userClaim: getText(data, 'user_claim') ?? '',
    usesPointer: getMember(data, 'user_claim_json_pointer') === true,
    mappings: isJsonObject(mappings)
      ? Object.entries(mappings).map(([claim, target]) => [claim, String(target)] as const)
      : [],
    groupsClaim: getText(data, 'groups_claim') ?? '',
    isVerbose: getMember(data, 'verbose_oidc_logging') === true,
    policies: tokenPolicies.length > 0 ? tokenPolicies : listTexts(data, 'policies'),
    templatesPolicies: getMember(data, 'token_policies_template_claims') === true,
    lacksDefaultPolicy: getMember(data, 'token_no_default_policy') === true,
    tokenType: getText(data, 'token_type') ?? '',
    cidrs: listTexts(data, 'token_bound_cidrs'),
    uses: number('token_num_uses'),
    ttl: number('token_ttl'),
    maxTtl: number('token_max_ttl'),
    explicitMaxTtl: number('token_explicit_max_ttl'),
    period: number('token_period'),
    leeways: {
      expiry: number('expiration_leeway'),
      notBefore: number('not_before_leeway'),
      skew: number('clock_skew_leeway'),
    },
  };
}

function readBound([written, value]: [string, unknown]): BoundClaim {
  const known = findClaim(written) === undefined ? guessClaim(written) : undefined;
  return {
    written,
    meant: known ?? splitClaimName(written)[0] ?? written,
    values: Array.isArray(value) ? value : [value],
  };
}

/** The texts of a list, or one text as the list of it. */
export function listTexts(data: unknown, key: string): readonly string[] {
  const items: readonly unknown[] = [getMember(data, key)].flat();
  return items.filter((item) => typeof item === 'string').filter((item) => item !== '');
}

/** The claim that a role binds, by the token's name for it. */
export function findBound(role: RoleFacts, claim: string): BoundClaim | undefined {
  return role.bound.find(({ meant }) => meant === claim);
}

/** Whether a value holds a star, as patterns do. */
export function hasStar({ values }: BoundClaim): boolean {
  return values.some((value) => typeof value === 'string' && value.includes('*'));
}

/** The names of policies that a token's claims fill in. */
export function listTemplates({ policies, templatesPolicies }: RoleFacts): readonly string[] {
  return templatesPolicies ? policies.filter((name) => name.includes('{{')) : [];
}
