import { describe, expect, it } from 'vitest';
import { listResources } from '../../../../src/core/administration/desired-resources.ts';
import {
  findWishFailures,
  listWishNotes,
} from '../../../../src/core/administration/refuse-wish.ts';
import type { TrustWish } from '../../../../src/core/administration/trust-wish.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { makeVaultSide } from '../../../support/setup-wish.ts';

function findFields(kind: 'auth config' | 'role', wish: Partial<TrustWish>, issuerCa?: string) {
  const side = makeVaultSide(wish, issuerCa === undefined ? {} : { issuerCertificates: issuerCa });
  const resource = listResources(side).find((one) => one.kind === kind);
  if (resource?.kind !== kind) throw new Error(`there is no ${kind}`);
  return resource.fields;
}

describe('the role', () => {
  it('binds organization, project and audience, and no job with SSH, whatever else is wished', () => {
    const { wish } = makeVaultSide();
    expect(findFields('role', {})).toMatchObject({
      role_type: 'jwt',
      user_claim: 'oidc.circleci.com/project-id',
      bound_audiences: [wish.organizationId],
      bound_claims_type: 'string',
      bound_claims: {
        'oidc.circleci.com/org-id': wish.organizationId,
        'oidc.circleci.com/project-id': wish.projectId,
        'oidc.circleci.com/ssh-rerun': false,
      },
      token_type: 'service',
    });
  });

  it('binds what is wished, and asks for a boolean no more where patterns are compared', () => {
    const fields = findFields('role', {
      vcsRefs: ['refs/heads/release/*'],
      vcsOrigins: ['github.com/acme/app'],
      contextIds: ['context'],
      pipelineDefinitionIds: ['definition'],
      allowsSshReruns: true,
    });
    expect(fields['bound_claims_type']).toBe('glob');
    const { wish } = makeVaultSide();
    expect(fields['bound_claims']).toEqual({
      'oidc.circleci.com/org-id': wish.organizationId,
      'oidc.circleci.com/project-id': wish.projectId,
      'oidc.circleci.com/vcs-ref': ['refs/heads/release/*'],
      'oidc.circleci.com/vcs-origin': ['github.com/acme/app'],
      'oidc.circleci.com/context-ids': ['context'],
      'oidc.circleci.com/pipeline-definition-id': ['definition'],
    });
  });

  it.each([
    [60, 120],
    [900, 1800],
    [2400, 3600],
    [3600, 3600],
  ])('whose tokens live %i s may be renewed up to %i s', (tokenTtl, longest) => {
    expect(findFields('role', { tokenTtl })).toMatchObject({
      token_ttl: tokenTtl,
      token_max_ttl: longest,
      token_explicit_max_ttl: longest,
    });
  });
});

describe('the configuration', () => {
  it('trusts the issuer, in every place where Vault looks', () => {
    const issuer = 'https://oidc.example/org/x';
    expect(findFields('auth config', { issuer })).toEqual({
      oidc_discovery_url: issuer,
      bound_issuer: issuer,
      jwt_supported_algs: ['RS256'],
    });
  });

  it("trusts the authorities of the issuer's certificate where they are given", () => {
    expect(findFields('auth config', {}, 'PEM')).toMatchObject({ oidc_discovery_ca_pem: 'PEM' });
  });
});

describe('the engine and the secret', () => {
  it('stand around the rest, and the secret does not show its password', () => {
    const side = makeVaultSide({}, { engine: 'secret', demoPassword: new Secret('hush') });
    const resources = listResources(side);
    expect(resources.map(({ kind }) => kind)).toEqual([
      'secrets engine',
      'policy',
      'auth method',
      'auth config',
      'role',
      'secret',
    ]);
    expect(JSON.stringify(resources)).not.toContain('hush');
  });
});

describe('a wish', () => {
  it.each([
    [{ vcsRefs: ['refs/heads/main'] }, []],
    [{ vcsRefs: ['refs/heads/*'], allowsSshReruns: true }, []],
    [{ vcsRefs: ['refs/heads/main', 'refs/heads/x/*'] }, ['WISH_REFUSED']],
    [
      { issuer: 'https://oidc.circleci.com/org/00000000-8d0b-4c6e-9a52-0d7c8b1e4f60' },
      ['WISH_REFUSED'],
    ],
    [{ issuer: 'https://ci.example.com' }, []],
  ])('%j has the failures %j', (wish, codes) => {
    expect(findWishFailures(makeVaultSide(wish).wish).map(({ code }) => code)).toEqual(codes);
  });

  it.each([
    [{}, 0],
    [{ allowsSshReruns: true, contextIds: ['context'] }, 0],
    [{ allowsSshReruns: true }, 1],
  ])('%j has %i notes', (wish, count) => {
    expect(listWishNotes(makeVaultSide(wish).wish)).toHaveLength(count);
  });
});
