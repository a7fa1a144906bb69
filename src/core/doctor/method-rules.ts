import type { Rule } from './finding.ts';
import { issuerRules } from './issuer-rules.ts';
import { type MethodFacts, trimIssuer } from './method-facts.ts';
import { askMethod, configureMethod, type Place, rewriteConfig, trustParties } from './remedy.ts';
import type { KnownParties } from './role-case.ts';

/** The configuration of a mount, and what it must be seen with. */
export interface MethodCase {
  readonly method: MethodFacts;
  readonly asked: KnownParties;
  readonly known: KnownParties;
  readonly place: Place;
}

/**
 * Whose tokens a mount takes. Sources: HashiCorp, "JWT/OIDC auth method (API)",
 * Configure (a discovery URL alone does not bind the issuer: hashicorp/cap,
 * jwt/validator.go); CircleCI, "OpenID Connect tokens" (issuers, RS256).
 */
export const methodRules: readonly Rule<MethodCase>[] = [
  {
    code: 'METHOD_FOR_BROWSERS',
    level: 'FAIL',
    kept: undefined,
    find: ({ method, place }) => {
      if (method.clientId === '') return undefined;
      const isTaken = place.program === 'bao';
      return {
        ...(isTaken ? { level: 'WARN' as const } : {}),
        what: 'is set up for log-ins with a browser',
        why: `it has an oidc_client_id, ${isTaken ? 'and people and jobs would share it' : 'and Vault then takes no token of a job'}`,
        next: [
          'use a mount of its own for jobs:',
          `${place.program} auth enable -path=circleci jwt`,
        ],
      };
    },
  },
  {
    code: 'ISSUER_UNBOUND',
    level: 'FAIL',
    kept: 'binds its issuer',
    find: ({ method, place, known }) => {
      if (method.issuer !== '') return undefined;
      if (method.hasJwksPairs) {
        return {
          level: 'WARN',
          what: 'binds no issuer',
          why: 'jwks_pairs allow none, so that each role must bind org-id',
          next: ['use oidc_discovery_url instead:', trustParties(place, known)],
        };
      }
      const from = method.jwksUrl === '' ? '' : ': keys of jwks_url say nothing of the issuer';
      return {
        what: 'has no bound_issuer',
        why: `whoever has a token signed with the same keys passes${from}`,
        next:
          method.discoveryUrl === ''
            ? [trustParties(place, known)]
            : [rewriteConfig(place, '.bound_issuer = .oidc_discovery_url')],
      };
    },
  },
  ...issuerRules,
  {
    code: 'DISCOVERY_DIFFERS',
    level: 'FAIL',
    kept: undefined,
    find: ({ method: { issuer, discoveryUrl }, place }) => {
      if (issuer === '' || discoveryUrl === '' || trimIssuer(issuer) === trimIssuer(discoveryUrl)) {
        return undefined;
      }
      return {
        what: 'has the keys of one issuer and binds another',
        why: `oidc_discovery_url is ${discoveryUrl}, bound_issuer is ${issuer}`,
        next: [configureMethod(place, discoveryUrl)],
      };
    },
  },
  {
    code: 'ALGORITHM_MISSING',
    level: 'FAIL',
    kept: 'takes RS256',
    find: ({ method: { algorithms }, place }) =>
      algorithms.length === 0 || algorithms.includes('RS256')
        ? undefined
        : {
            what: `takes ${algorithms.join(', ')} alone`,
            why: 'CircleCI signs with RS256',
            next: [rewriteConfig(place, '.jwt_supported_algs = ["RS256"]')],
          },
  },
  {
    code: 'KEYS_STATIC',
    level: 'WARN',
    kept: undefined,
    find: ({ method, known, place }) =>
      method.hasStaticKeys
        ? {
            what: 'has keys that were written into it',
            why: 'when CircleCI changes its keys, nobody gets in',
            next: [trustParties(place, known)],
          }
        : undefined,
  },
  {
    code: 'DEFAULT_ROLE',
    level: 'WARN',
    kept: undefined,
    find: ({ method: { defaultRole }, place }) =>
      defaultRole === ''
        ? undefined
        : {
            what: `has the default_role "${defaultRole}"`,
            why: 'a job that names no role gets that one without asking for it',
            next: [askMethod(place, 'read', 'config'), rewriteConfig(place, '.default_role = ""')],
          },
  },
];
