import type { VaultSide } from '../../src/core/administration/desired-resources.ts';
import { nameIssuer, type TrustWish } from '../../src/core/administration/trust-wish.ts';

const organizationId = '5e1f3a1c-8d0b-4c6e-9a52-0d7c8b1e4f60';

/** A project's Vault side as an administrator may wish it, for tests without a server. */
export function makeVaultSide(
  wish: Partial<TrustWish> = {},
  side: Partial<Omit<VaultSide, 'wish'>> = {},
): VaultSide {
  return {
    wish: {
      organizationId,
      projectId: 'a3b1c0de-0000-4000-8000-000000000001',
      contextIds: [],
      vcsOrigins: [],
      vcsRefs: [],
      pipelineDefinitionIds: [],
      audience: organizationId,
      allowsSshReruns: false,
      issuer: nameIssuer(organizationId),
      mount: 'jwt',
      role: 'deploy',
      policy: 'deploy',
      tokenTtl: 900,
      ...wish,
    },
    issuerCertificates: undefined,
    policyText: 'path "secret/data/app" { capabilities = ["read"] }',
    engine: undefined,
    demoPassword: undefined,
    ...side,
  };
}
