import type { FailureCauses } from './failure-cause.ts';

/** What keeps a job from logging in. */
export const loginCauses = {
  TOKEN_MISSING: {
    cause:
      'CircleCI gave the job no OIDC token, and none could be minted. Jobs of forked pull requests get none, unless the project passes secrets to them.',
    remedy:
      'Run the job from a branch of the repository itself. On CircleCI server, check that it is version 4.4 or newer; elsewhere, run the job again.',
  },
  TOKEN_MALFORMED: {
    cause:
      'What should be the OIDC token is not one: it is masked, in quotes, cut off or of another kind.',
    remedy:
      'Remove whatever sets `CIRCLE_OIDC_TOKEN_V2` or `CIRCLE_OIDC_TOKEN` in the project or a context, so that CircleCI sets it.',
  },
  LOGIN_REFUSED: {
    cause:
      'Vault refused the log-in with words that this orb does not know; the message quotes them.',
    remedy:
      'Compare the role with the claims of the token, and look into the log of the Vault server.',
  },
  LOGIN_DENIED: {
    cause:
      'Vault gives no reason. Mostly there is no auth method at that path or in that namespace; else the role admits other addresses only.',
    remedy:
      'Check `auth_mount` and `namespace` with `vault auth list`, then `token_bound_cidrs` of the role.',
  },
  LOGIN_AUDIENCE_UNBOUND: {
    cause:
      'The role has no `bound_audiences`. Vault since 1.17 and every OpenBao refuse such a role; older guides leave it out.',
    remedy: 'Run the command in the message: it adds the audience of the token to the role.',
  },
  LOGIN_AUDIENCE_REFUSED: {
    cause: 'The role is bound to an audience that is not the one of the token.',
    remedy:
      'Add the audience in the message to `bound_audiences`, or let the parameter `audience` name the one that the role expects.',
  },
  LOGIN_ISSUER_REFUSED: {
    cause:
      'The auth method trusts the tokens of another issuer. Every CircleCI organization has its own: `https://oidc.circleci.com/org/<organization id>`.',
    remedy:
      'Write `oidc_discovery_url` and `bound_issuer` of the auth method with the issuer in the message, without a slash at its end.',
  },
  LOGIN_TIME_REFUSED: {
    cause: 'By the clock of the Vault server the token has ended or has not begun.',
    remedy:
      'Run the job again. If it comes back, set the clock of the Vault server, or of a self-hosted runner.',
  },
  LOGIN_CLAIMS_REFUSED: {
    cause: 'The role is bound to another project, branch or context than this job has.',
    remedy:
      'Compare `bound_claims` of the role with the claims in the message, and change the role if this job is to log in.',
  },
  LOGIN_SIGNATURE_REFUSED: {
    cause:
      'The token was not signed with a key that the auth method knows: mostly it trusts another organization or a key written down long ago.',
    remedy:
      'Write `oidc_discovery_url` of the auth method with the issuer in the message; remove `jwt_validation_pubkeys`.',
  },
  LOGIN_ROLE_WRONG: {
    cause:
      'There is no such role, it is not of the type `jwt`, or it takes its names from a claim that the token does not have.',
    remedy:
      'Check the parameter `role` against `vault list auth/jwt/role`, then write the role as the message says.',
  },
  LOGIN_METHOD_WRONG: {
    cause: 'The auth method is there, but it is not set up for the tokens of CircleCI.',
    remedy: 'Run the command in the message: it writes the config of the auth method.',
  },
  LOGIN_KEYS_UNREACHABLE: {
    cause: 'The Vault server cannot fetch the keys of CircleCI. The job itself is fine.',
    remedy: 'Let the Vault server reach `oidc.circleci.com` on port 443, then run the job again.',
  },
  LOGIN_UNSUPPORTED: {
    cause:
      'Vault granted the log-in in a way that no job can use: it asks for a second factor, or hands out a wrapped token.',
    remedy: 'Exempt the auth method from MFA and from response wrapping.',
  },
} as const satisfies FailureCauses;
