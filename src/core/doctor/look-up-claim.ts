import { splitClaimName } from '../circleci-claims.ts';
import { getMember, type JsonObject } from '../json.ts';

/** The claim that a name or a JSON pointer leads to, as Vault finds it; undefined for none. */
export function lookUpClaim(claims: JsonObject, written: string): unknown {
  return splitClaimName(written).reduce<unknown>(
    (value, step) =>
      Array.isArray(value) && /^\d+$/.test(step) ? value[Number(step)] : getMember(value, step),
    claims,
  );
}
