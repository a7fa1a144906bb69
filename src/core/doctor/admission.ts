import { stringifyJson } from '../json.ts';
import { checkBoundClaims } from './bound-claims.ts';
import { lookUpClaim } from './look-up-claim.ts';
import type { MethodFacts } from './method-facts.ts';
import type { OpenedToken } from './opened-token.ts';
import type { RoleFacts } from './role-facts.ts';
import { checkTimes } from './token-times.ts';

/** One thing that Vault asks of a token. */
export interface Check {
  /** Stable, for machines. */
  readonly code: string;
  /** What is looked at: a claim, or what stands for it. */
  readonly claim: string;
  /** What the token has, as JSON text; `nothing` where it has none. */
  readonly got: string;
  /** What the role or the mount wants. */
  readonly wanted: string;
  readonly isMet: boolean;
}

/** What a token is held against. */
export interface Gate {
  readonly role: RoleFacts;
  /** Undefined when it could not be read: what it asks for is then passed over. */
  readonly method: MethodFacts | undefined;
  /** Seconds since 1970 by the server's clock. */
  readonly now: number;
}

/**
 * Every check that Vault makes of a token at a log-in, in its own order but without
 * stopping at the first that fails (hashicorp/vault-plugin-auth-jwt, path_login.go;
 * hashicorp/cap, jwt/validator.go). What cannot be known here is not among them: the
 * signature, and from which address the server sees the job come.
 */
export function checkAdmission(token: OpenedToken, gate: Gate): Check[] {
  const { role, method, now } = gate;
  const audience = checkAudience(token, role);
  return [
    check('ROLE_TYPE', 'role_type', role.type, 'jwt', role.type === 'jwt'),
    ...(method === undefined ? [] : checkMethod(token, method)),
    ...checkSubject(token, role),
    ...(role.audiences.length > 0 ? [audience] : []),
    ...checkTimes(token.claims, role.leeways, now),
    // Where none is bound, Vault looks at it last.
    ...(role.audiences.length > 0 ? [] : [audience]),
    checkUserClaim(token, role),
    ...checkMappings(token, role),
    ...checkGroups(token, role),
    ...checkBoundClaims(token.claims, role),
    ...(role.policies.includes('root')
      ? [check('POLICY_ROOT', 'token_policies', 'root', 'no such policy', false)]
      : []),
  ];
}

/** Whether a log-in with such checks would be granted. */
export function isAdmitted(checks: readonly Check[]): boolean {
  return checks.every(({ isMet }) => isMet);
}

function check(code: string, claim: string, got: unknown, wanted: string, isMet: boolean): Check {
  const text = got === undefined ? 'nothing' : stringifyJson(got);
  return { code, claim, got: text, wanted, isMet };
}

function checkMethod({ algorithm, claims }: OpenedToken, method: MethodFacts): Check[] {
  // Without any set, RS256 alone is taken.
  const algorithms = method.algorithms.length === 0 ? ['RS256'] : method.algorithms;
  const issuer = claims['iss'];
  return [
    check(
      'TOKEN_ALGORITHM',
      'alg',
      algorithm,
      algorithms.join(' or '),
      algorithms.includes(algorithm),
    ),
    ...(method.issuer === ''
      ? []
      : [check('TOKEN_ISSUER', 'iss', issuer, quote(method.issuer), issuer === method.issuer)]),
  ];
}

function checkSubject({ claims }: OpenedToken, { subject }: RoleFacts): Check[] {
  if (subject === '') return [];
  return [check('TOKEN_SUBJECT', 'sub', claims['sub'], quote(subject), claims['sub'] === subject)];
}

function checkAudience({ claims }: OpenedToken, { audiences }: RoleFacts): Check {
  const has = [claims['aud']].flat().filter((audience) => typeof audience === 'string');
  const isMet =
    audiences.length === 0 ? has.length === 0 : has.some((one) => audiences.includes(one));
  const wanted =
    audiences.length === 0
      ? 'none, for the role has no bound_audiences'
      : audiences.map(quote).join(' or ');
  return check('TOKEN_AUDIENCE', 'aud', claims['aud'], wanted, isMet);
}

function checkUserClaim({ claims }: OpenedToken, role: RoleFacts): Check {
  const { userClaim, usesPointer } = role;
  const value = usesPointer ? lookUpClaim(claims, userClaim) : claims[userClaim];
  const isMet = typeof value === 'string';
  return check('TOKEN_USER_CLAIM', userClaim, value, 'a text (user_claim)', isMet);
}

function checkMappings({ claims }: OpenedToken, { mappings }: RoleFacts): Check[] {
  return mappings.flatMap(([claim, name]) => {
    const value = lookUpClaim(claims, claim);
    if (value === undefined || value === null) return [];
    const wanted = `a text (claim_mappings, ${name})`;
    return [check('TOKEN_MAPPING', claim, value, wanted, typeof value === 'string')];
  });
}

function checkGroups({ claims }: OpenedToken, { groupsClaim }: RoleFacts): Check[] {
  if (groupsClaim === '') return [];
  const value = lookUpClaim(claims, groupsClaim);
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const isMet = items.every((item) => typeof item === 'string');
  return [check('TOKEN_GROUPS', groupsClaim, value, 'texts (groups_claim)', isMet)];
}

function quote(text: string): string {
  return JSON.stringify(text);
}
