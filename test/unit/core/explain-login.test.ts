import { describe, expect, it } from 'vitest';
import { explainLoginRefusal } from '../../../src/core/explain-login.ts';
import type { FailureCode } from '../../../src/core/failure.ts';
import { loginRefusals } from '../../../src/core/login-refusals.ts';

const login = {
  namespace: '',
  mount: 'jwt',
  role: 'deploy',
  claims: {
    expiresAt: undefined,
    issuer: "https://issuer.example.com/it's",
    audiences: ['audience'],
    bindable: [['oidc.circleci.com/vcs-ref', '"refs/heads/main"'] as const],
  },
};

function explain(said: string, status = 400) {
  const refusal = { status, errors: [said], body: {}, waitMs: undefined, clockAheadMs: undefined };
  return explainLoginRefusal(refusal, login);
}

const token = 'error validating token: ';
const signature = `${token}error verifying token signature: `;
const validator = 'error configuring token validator: ';
const claims = 'error validating claims: ';

// The messages of vault-plugin-auth-jwt and of OpenBao, word for word.
const messages: readonly (readonly [FailureCode, ...string[]])[] = [
  [
    'LOGIN_METHOD_WRONG',
    'could not load configuration',
    `${validator}unsupported config type`,
    `${validator}keyset configuration error: oidc: issuer did not match the returned issuer, expected "https://a/" got "https://a"`,
    'failed to load custom provider config: unknown provider',
    `${token}invalid algorithm (alg) header parameter: token signed with unexpected algorithm`,
    `${token}error verifying token signature: unsupported signing algorithm "RS256"`,
  ],
  [
    'LOGIN_ROLE_WRONG',
    'missing role',
    'role "deploy" could not be found',
    'role with oidc role_type is not allowed',
    'claim "email" not found in token',
    'claim "oidc.circleci.com/context-ids" could not be converted to string',
    "error converting claim 'oidc.circleci.com/ssh-rerun' to string",
  ],
  [
    'TOKEN_MALFORMED',
    'missing token',
    `${signature}oidc: malformed jwt: illegal base64 data at input byte 0`,
    `${signature}oidc: malformed jwt: go-jose/go-jose: compact JWS format must have three parts`,
    'error parsing token: go-jose/go-jose: compact JWS format must have three parts',
    `${token}ambiguous claim: key "Aud" collides with registered claim "aud" under case folding`,
    `${token}no issued at (iat), not before (nbf), or expiration time (exp) claims in token`,
    `${signature}token must be signed`,
    `${signature}token with multiple signatures not supported`,
    'failed to parse JSON input: unexpected EOF',
    'http: request body too large',
  ],
  [
    'LOGIN_KEYS_UNREACHABLE',
    `${validator}keyset configuration error: Get "https://a/.well-known/openid-configuration": dial tcp 192.0.2.1:443: i/o timeout`,
    `${validator}keyset configuration error: 503 Service Unavailable: busy`,
    `${validator}keyset configuration error: failed to decode OIDC discovery document`,
    `${validator}keyset configuration error: could not parse CA PEM value successfully`,
    `${signature}fetching keys oidc: get keys failed: 502 Bad Gateway`,
    `${signature}fetching keys oidc: failed to decode keys: invalid character '<'`,
  ],
  [
    'LOGIN_SIGNATURE_REFUSED',
    `${signature}failed to verify id token signature`,
    `${signature}no known key successfully validated the token signature`,
    'token missing kid header parameter',
    'error searching for key set with kid circleci: no key set found with kid circleci',
    'no key set found with kid circleci',
  ],
  ['LOGIN_ISSUER_REFUSED', `${token}invalid issuer (iss) claim`],
  [
    'LOGIN_CLAIMS_REFUSED',
    `${token}invalid subject (sub) claim`,
    `${claims}claim "oidc.circleci.com/vcs-origin" is missing`,
    `${claims}claim "oidc.circleci.com/vcs-ref" does not match any associated bound claim values`,
  ],
  [
    'LOGIN_AUDIENCE_REFUSED',
    `${token}invalid audience (aud) claim: audience claim does not match any expected audience`,
    `${token}aud claim does not match any bound audience`,
  ],
  ['LOGIN_AUDIENCE_UNBOUND', 'audience claim found in JWT but no audiences bound to the role'],
  [
    'LOGIN_TIME_REFUSED',
    `${token}invalid expiration time (exp) claim: token is expired`,
    `${token}invalid not before (nbf) claim: token not yet valid`,
    `${token}invalid issued at (iat) claim: token issued in the future`,
  ],
  ['LOGIN_DENIED', 'missing client token'],
  // Vault's own words say all there is to it.
  [
    'LOGIN_REFUSED',
    `${claims}received claim is not a string, bool, int or list: map[a:1]`,
    `${claims}bound claim is not a string, bool, int or list`,
    `${claims}received claim is not a glob string: map[a:1]`,
    'failed to fetch groups: "groups" claim not found in token',
    'failed to fetch groups: "groups" claim could not be converted to string list',
    'value 7 in groups claim could not be parsed as string',
    "error executing cel program: CEL role 'deploy' blocked authorization with boolean false return",
    "error executing cel program: CEL role 'deploy' blocked authorization with message: no",
    "CEL program 'deploy' returned unexpected type: int",
    'error converting proto auth: no policies',
  ],
];
const rows = messages.flatMap(([code, ...texts]) => texts.map((text) => [text, code] as const));

describe('a refusal of the log-in', () => {
  it.each(rows)('%s is %s', (said, code) => {
    const failure = explain(said);
    expect(failure).toMatchObject({ code, status: 3, what: 'Vault refused the log-in (400).' });
    expect(failure.why).toContain(`\nVault says "${said}"`);
    // Every placeholder has been filled.
    expect(`${failure.why} ${failure.next.join(' ')}`).not.toMatch(/\{\w+\}|undefined/);
  });

  it('is met by a message, whichever row explains it', () => {
    const lonely = loginRefusals.filter(
      ([says]) => !rows.some(([said]) => says.test(`400 "${said}"`)),
    );
    expect(lonely.map(([, code]) => code)).toEqual(['LOGIN_UNSUPPORTED', 'LOGIN_UNSUPPORTED']);
  });

  it.each([
    [403, 'permission denied', 'LOGIN_DENIED'],
    [404, 'no handler for route "auth/jwt/login". route entry not found.', 'LOGIN_DENIED'],
    [429, 'request path "auth/jwt/login": rate limit quota exceeded', 'VAULT_UNAVAILABLE'],
    [429, 'request path "auth/jwt/login": lease count quota exceeded', 'VAULT_UNAVAILABLE'],
    [503, 'Vault is sealed', 'VAULT_UNAVAILABLE'],
    [500, 'local node not active but active cluster node not found', 'VAULT_UNAVAILABLE'],
    [473, 'performance standby', 'VAULT_UNAVAILABLE'],
    [413, 'http: request body too large', 'TOKEN_MALFORMED'],
  ])('with status %i and "%s" is %s', (status, said, code) => {
    expect(explain(said, status).code).toBe(code);
  });

  it("puts what the token says into the administrator's shell as one word", () => {
    const [next] = explain(`${token}invalid issuer (iss) claim`).next;
    expect(next).toContain(`bound_issuer='https://issuer.example.com/it'\\''s' `);
  });
});
