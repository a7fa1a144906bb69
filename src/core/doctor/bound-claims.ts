import { fitsGlob } from '../claim-patterns.ts';
import { type JsonObject, stringifyJson } from '../json.ts';
import type { Check } from './admission.ts';
import { lookUpClaim } from './look-up-claim.ts';
import type { BoundClaim, RoleFacts } from './role-facts.ts';

/**
 * The checks of a role's bound claims: every claim must have one of its values, of a
 * list any item may. Texts are compared exactly, or by glob, which knows texts alone
 * (hashicorp/vault-plugin-auth-jwt, claims.go).
 */
export function checkBoundClaims(claims: JsonObject, role: RoleFacts): Check[] {
  return role.bound.map((bound) => checkBound(claims, bound, role.matchesGlobs));
}

function checkBound(claims: JsonObject, bound: BoundClaim, matchesGlobs: boolean): Check {
  const value = lookUpClaim(claims, bound.written);
  const wanted =
    bound.values.map((one) => stringifyJson(one)).join(' or ') || 'nothing that a token could have';
  const isMissing = value === undefined || value === null;
  const has: readonly unknown[] = Array.isArray(value) ? value : [value];
  const isMet = bound.values.some((expected) =>
    has.some((one) => (matchesGlobs ? fitsGlob(expected, one) : isEqual(expected, one))),
  );
  return {
    code: isMissing ? 'TOKEN_CLAIM_MISSING' : 'TOKEN_CLAIM_DIFFERS',
    claim: bound.written,
    got: isMissing ? 'nothing' : stringifyJson(value),
    wanted,
    isMet: !isMissing && isMet,
  };
}

function isEqual(one: unknown, other: unknown): boolean {
  return stringifyJson(one) === stringifyJson(other);
}
