import type { JsonObject } from '../json.ts';
import { claimPrefix } from '../oidc-token.ts';
import type { Secret } from '../secret.ts';
import { isPattern } from './refuse-wish.ts';
import type { Resource } from './resource.ts';
import type { TrustWish } from './trust-wish.ts';

/** The whole Vault side of one project. */
export interface VaultSide {
  readonly wish: TrustWish;
  /** PEM of the authorities of the issuer's certificate; undefined for those that Vault's machine trusts. */
  readonly issuerCertificates: string | undefined;
  /** The policy in Vault's own language. */
  readonly policyText: string;
  /** Mount of a KV version 2 engine to make; undefined for none. */
  readonly engine: string | undefined;
  /** Password of the tutorial's secret, which lies in that engine; undefined for no such secret. */
  readonly demoPassword: Secret<string> | undefined;
}

/** The tutorial's secret below the engine. */
export const demoSecretPath = 'circleci-demo/demo-secrets';

// A job that a delay keeps may log in late; the token does not outlive CircleCI's own.
const longestTokenTtl = 3600;

/** What has to be there, in the order in which it is made. */
export function listResources(side: VaultSide): Resource[] {
  const { wish, engine, demoPassword } = side;
  const { mount } = wish;
  const resources: Resource[] = [
    { kind: 'policy', name: wish.policy, text: side.policyText },
    { kind: 'auth method', mount },
    { kind: 'auth config', mount, fields: listConfigFields(side) },
    { kind: 'role', mount, name: wish.role, fields: listRoleFields(wish) },
  ];
  if (engine === undefined) return resources;
  resources.unshift({ kind: 'secrets engine', mount: engine });
  if (demoPassword === undefined) return resources;
  const values = { username: 'paul.atreides', password: demoPassword };
  // The last: a new engine takes a moment until it can be written to.
  resources.push({ kind: 'secret', mount: engine, path: demoSecretPath, values });
  return resources;
}

function listConfigFields({ wish: { issuer }, issuerCertificates }: VaultSide): JsonObject {
  return {
    oidc_discovery_url: issuer,
    ...(issuerCertificates === undefined ? {} : { oidc_discovery_ca_pem: issuerCertificates }),
    // The discovery's address alone does not make Vault look at a token's issuer.
    bound_issuer: issuer,
    jwt_supported_algs: ['RS256'],
  };
}

function listRoleFields(wish: TrustWish): JsonObject {
  const longest = Math.max(wish.tokenTtl, Math.min(2 * wish.tokenTtl, longestTokenTtl));
  return {
    role_type: 'jwt',
    bound_audiences: [wish.audience],
    bound_claims_type: wish.vcsRefs.some(isPattern) ? 'glob' : 'string',
    bound_claims: bindClaims(wish),
    // One entity a project: `sub` would make one for each user and ref.
    user_claim: `${claimPrefix}project-id`,
    // Texts alone; one that a token lacks is passed over.
    claim_mappings: {
      [`${claimPrefix}project-id`]: 'circleci_project_id',
      [`${claimPrefix}vcs-ref`]: 'vcs_ref',
      [`${claimPrefix}workflow-id`]: 'workflow_id',
      [`${claimPrefix}job-id`]: 'job_id',
      sub: 'sub',
    },
    token_policies: [wish.policy],
    token_type: 'service',
    token_ttl: wish.tokenTtl,
    token_max_ttl: longest,
    token_explicit_max_ttl: longest,
  };
}

function bindClaims(wish: TrustWish): JsonObject {
  const lists = {
    'pipeline-definition-id': wish.pipelineDefinitionIds,
    'vcs-origin': wish.vcsOrigins,
    'vcs-ref': wish.vcsRefs,
    'context-ids': wish.contextIds,
  };
  const stated = Object.entries(lists).filter(([, values]) => values.length > 0);
  const claims = {
    'org-id': wish.organizationId,
    'project-id': wish.projectId,
    ...Object.fromEntries(stated),
    ...(wish.allowsSshReruns ? {} : { 'ssh-rerun': false }),
  };
  return Object.fromEntries(
    Object.entries(claims).map(([claim, value]) => [claimPrefix + claim, value]),
  );
}
