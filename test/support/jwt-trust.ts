import type { CircleCiIssuer } from './circleci-issuer.ts';
import type { OpenBaoServer } from './openbao/server.ts';

/** What a test's role differs in from one that admits the issuer's project. */
export interface RoleWish {
  readonly mount?: string;
  readonly name?: string;
  /** Policy text; what the role may read. */
  readonly policy?: string;
  /** Any field of the role, over the defaults. */
  readonly role?: Readonly<Record<string, unknown>>;
}

/** Policy text that lets a role read these paths. */
export function grantReading(...paths: readonly string[]): string {
  return paths.map((path) => `path "${path}" { capabilities = ["read"] }`).join('\n');
}

/** Mounts the JWT method and makes it trust the issuer; once for a server and mount. */
export async function trustIssuer(
  server: Pick<OpenBaoServer, 'write'>,
  { issuer }: Pick<CircleCiIssuer, 'issuer'>,
  mount = 'jwt',
): Promise<void> {
  await server.write(`sys/auth/${mount}`, { type: 'jwt' });
  await server.write(`auth/${mount}/config`, {
    oidc_discovery_url: issuer,
    bound_issuer: issuer,
    jwt_supported_algs: ['RS256'],
  });
}

/** Writes a role, and the policy of the same name that it grants. */
export async function writeRole(
  server: Pick<OpenBaoServer, 'write'>,
  { organizationId, projectId }: Pick<CircleCiIssuer, 'organizationId' | 'projectId'>,
  {
    mount = 'jwt',
    name = 'deploy',
    policy = grantReading('secret/data/*'),
    role = {},
  }: RoleWish = {},
): Promise<void> {
  await server.write(`sys/policies/acl/${name}`, { policy });
  await server.write(`auth/${mount}/role/${name}`, {
    role_type: 'jwt',
    user_claim: 'sub',
    bound_audiences: [organizationId],
    bound_claims_type: 'string',
    bound_claims: { 'oidc.circleci.com/project-id': projectId },
    token_policies: [name],
    token_ttl: '10m',
    ...role,
  });
}
