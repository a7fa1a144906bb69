import type { FailureCode } from './failure.ts';

/**
 * One kind of refusal, and what it means. `says` fits the status, a blank, and a
 * message of the JWT method of Vault (vault-plugin-auth-jwt) or OpenBao. In the
 * words `{name}` stands for a fact of the log-in; behind `{jq}` stands a filter,
 * which becomes a command that reads the role, changes it so and writes it back
 * whole.
 */
export type LoginRefusal = readonly [
  says: RegExp,
  code: FailureCode,
  why: string,
  next: string,
  ...others: string[],
];

const configure =
  'if that is your organization (repeat the default_role, if it has one): vault write {method}/config oidc_discovery_url={url} bound_issuer={url} jwt_supported_algs=RS256';

/** The first row that fits counts. */
export const loginRefusals: readonly LoginRefusal[] = [
  [
    // Old versions of Vault want a token where no auth method is.
    /^40[34]|missing client token/,
    'LOGIN_DENIED',
    "there is no auth method at auth/{mount} in this namespace, or the role does not admit this machine's address",
    'check "auth_mount" and "namespace": vault auth list',
    'check token_bound_cidrs: vault read {path}',
  ],
  [
    /^200 .*MFA/,
    'LOGIN_UNSUPPORTED',
    'it wants a second factor (login MFA)',
    'free auth/{mount} from its login enforcement',
  ],
  [
    /^200/,
    'LOGIN_UNSUPPORTED',
    'it wrapped its answer',
    'look for a proxy or agent that adds X-Vault-Wrap-TTL',
  ],
  [
    /no audiences bound/,
    'LOGIN_AUDIENCE_UNBOUND',
    `the role "{role}" has no bound_audiences, and the token's audience is {audience}`,
    '{jq}.bound_audiences = [{audience}]',
  ],
  [
    /aud(ience)? claim does not match/,
    'LOGIN_AUDIENCE_REFUSED',
    `the token's audience is {audience}, and bound_audiences of the role "{role}" lacks it`,
    '{jq}.bound_audiences += [{audience}]',
    'or give "audience" a value that the role has',
  ],
  [
    /invalid issuer/,
    'LOGIN_ISSUER_REFUSED',
    `the token's issuer is {issuer}, and bound_issuer of auth/{mount} is not`,
    configure,
  ],
  [
    /token is expired|not yet valid|issued in the future/,
    'LOGIN_TIME_REFUSED',
    "by Vault's clock it is not the token's time; that clock is {ahead} this machine's",
    'set the clock that is wrong (NTP), or run the job again for a new token',
  ],
  [
    /invalid subject/,
    'LOGIN_CLAIMS_REFUSED',
    'the role "{role}" has a bound_subject, and sub holds the user and the branch',
    'bind the project instead: {jq}.bound_subject = "" | .bound_claims["oidc.circleci.com/project-id"] //= {project}',
  ],
  [
    /claim "[^"]+" is missing/,
    'LOGIN_CLAIMS_REFUSED',
    'the role "{role}" binds {claim}, and the token has no such claim. It has:\n{claims}',
    'if the role can do without it: {jq}del(.bound_claims["{claim}"])',
  ],
  [
    /claim "[^"]+" does not match/,
    'LOGIN_CLAIMS_REFUSED',
    'the role "{role}" binds {claim} to other values. Vault stops at the first claim that differs; the token has:\n{claims}',
    "compare the role with the token's claims: vault read {path}",
    'if this job may log in: {jq}.bound_claims["{claim}"] |= ([., {value}] | flatten)',
    'false is not "false", and * needs bound_claims_type=glob',
  ],
  [
    /missing role/,
    'LOGIN_ROLE_WRONG',
    'the job names no role, and auth/{mount} has no default_role',
    'set "role" or VAULT_ROLE: vault list {method}/role',
  ],
  [
    /role .*could not be found/,
    'LOGIN_ROLE_WRONG',
    'auth/{mount} has no role "{role}" in this namespace',
    'check "role", "auth_mount" and "namespace": vault list {method}/role',
  ],
  [
    /oidc role_type/,
    'LOGIN_ROLE_WRONG',
    'the role "{role}" has not role_type=jwt',
    '{jq}.role_type = "jwt"',
  ],
  [
    /error converting claim/,
    'LOGIN_ROLE_WRONG',
    'claim_mappings of the role "{role}" has {claim}, and the token has no such text',
    '{jq}del(.claim_mappings["{claim}"])',
  ],
  [
    /claim "[^"]+" (not found|could not be converted)/,
    'LOGIN_ROLE_WRONG',
    'user_claim of the role "{role}" is {claim}, and the token has no such text',
    '{jq}.user_claim = "oidc.circleci.com/project-id" | .user_claim_json_pointer = false',
  ],
  [
    /could not load configuration|unsupported config type|provider config|returned issuer/,
    'LOGIN_METHOD_WRONG',
    'auth/{mount} is not set up to trust tokens of {issuer}',
    configure,
  ],
  [
    /token validator|fetching keys/,
    'LOGIN_KEYS_UNREACHABLE',
    'the Vault server cannot get the keys of {issuer}',
    'let the Vault server reach {issuer}, and run the job again',
  ],
  [
    /algorithm/,
    'LOGIN_METHOD_WRONG',
    'auth/{mount} does not accept RS256, with which CircleCI signs',
    configure,
  ],
  [
    /missing token"|malformed jwt|parsing token|parse JSON|too large|ambiguous claim|no issued at|must be signed|multiple sig/,
    'TOKEN_MALFORMED',
    'what arrived there is no token of CircleCI',
    'look for a proxy that changes requests',
  ],
  [
    /signature|key set|kid/,
    'LOGIN_SIGNATURE_REFUSED',
    'auth/{mount} does not have the key that signed this token of {issuer}',
    configure,
  ],
];

/** The row of what no other fits. */
export const otherRefusal: LoginRefusal = [
  /^/,
  'LOGIN_REFUSED',
  'the role "{role}" was asked for at auth/{mount}',
  "compare the role with the token's claims: vault read {path}",
];
