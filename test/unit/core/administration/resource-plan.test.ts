import { describe, expect, it } from 'vitest';
import { listResources } from '../../../../src/core/administration/desired-resources.ts';
import { describePlan, renderPlan } from '../../../../src/core/administration/render-plan.ts';
import type { Resource } from '../../../../src/core/administration/resource.ts';
import { planSteps } from '../../../../src/core/administration/resource-plan.ts';
import type { Found, PlanOptions, Step } from '../../../../src/core/administration/step.ts';
import type { JsonObject } from '../../../../src/core/json.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { makeVaultSide } from '../../../support/setup-wish.ts';

const side = makeVaultSide({}, { engine: 'secret', demoPassword: new Secret('hush') });
const resources = listResources(side);
const { issuer } = side.wish;

type Place = Partial<Record<Resource['kind'], Found>>;

/** The steps where that was found, and nothing elsewhere. */
function plan(places: Place, options: Partial<PlanOptions> = {}): readonly Step[] {
  const found = resources.map((one): [Resource, Found] => [
    one,
    places[one.kind] ?? { fields: undefined },
  ]);
  return planSteps(new Map(found), { role: 'deploy', replaces: false, ...options });
}

function findStep(kind: Resource['kind'], places: Place, options?: Partial<PlanOptions>): Step {
  const step = plan(places, options).find(({ resource }) => resource.kind === kind);
  if (step === undefined) throw new Error(`there is no step for the ${kind}`);
  return step;
}

function tell(step: Step): string {
  return step.state === 'in the way' ? `${step.state}: ${step.failure.why}` : step.state;
}

describe('a mount', () => {
  it.each([
    ['auth method', { 'token/': { type: 'token' } }, 'make'],
    ['auth method', { 'jwt/': { type: 'jwt' } }, 'as it is'],
    ['auth method', { 'jwt/': { type: 'oidc' } }, 'as it is'],
    ['auth method', { 'jwt2/': { type: 'github' } }, 'make'],
    ['auth method', { 'jwt/': { type: 'github' } }, 'in the way: auth/jwt/ is a method'],
    ['auth method', { 'jwt/ci/': { type: 'jwt' } }, 'in the way: auth/jwt/ci/ is a mount'],
    ['secrets engine', { 'sys/': { type: 'system' } }, 'make'],
    ['secrets engine', { 'secret/': { type: 'kv', options: { version: '2' } } }, 'as it is'],
    ['secrets engine', { 'secret/': { type: 'kv', options: null } }, 'in the way: secret/ is KV'],
    ['secrets engine', { 'secret/': { type: 'pki' } }, 'in the way: secret/ is an engine of type'],
  ] as const)('%s among %j is: %s', (kind, fields, told) => {
    expect(tell(findStep(kind, { [kind]: { fields } }))).toContain(told);
  });

  it('that is in the way hides what lies behind it', () => {
    const steps = plan({
      'auth method': { fields: { 'jwt/': { type: 'approle' } } },
      role: { fields: { role_id: 'x' } },
      'secrets engine': { fields: { 'secret/': { type: 'pki' } } },
    });
    expect(steps.map(({ resource }) => resource.kind)).toEqual([
      'secrets engine',
      'policy',
      'auth method',
    ]);
  });
});

describe('a configuration that is there', () => {
  const good: JsonObject = {
    oidc_discovery_url: issuer,
    bound_issuer: issuer,
    jwt_supported_algs: ['RS256'],
  };
  const pairs = { jwks_pairs: [{ jwks_url: 'https://x' }], jwt_supported_algs: ['RS256'] };
  const others = ['deploy', 'theirs'];

  it.each([
    ['the same', good, others, 'as it is'],
    ['without a bound issuer', { ...good, bound_issuer: '' }, others, 'change'],
    ['with any algorithm', { ...good, jwt_supported_algs: [] }, others, 'change'],
    ['of another issuer, unused', { ...good, bound_issuer: 'https://x' }, ['deploy'], 'change'],
    ['of another issuer', { ...good, bound_issuer: 'https://x' }, others, 'use it: "theirs"'],
    ['of another issuer, unseen', { ...good, bound_issuer: 'x' }, undefined, 'does not tell'],
    ['of pairs', pairs, others, 'jwks_pairs'],
    ['of keys', { jwt_validation_pubkeys: ['k'] }, others, 'jwt_validation_pubkeys'],
    ['of a log-in of people', { ...good, oidc_client_id: 'id' }, [], 'oidc_client_id'],
  ])('%s', (_title, fields, roles, told) => {
    expect(tell(findStep('auth config', { 'auth config': { fields, roles } }))).toContain(told);
  });

  it('is replaced when its administrator agrees', () => {
    const step = findStep(
      'auth config',
      { 'auth config': { fields: pairs, roles: others } },
      { replaces: true },
    );
    expect(step).toMatchObject({ state: 'change', fields: good });
  });

  it('keeps what a write would remove', () => {
    const fields = {
      ...good,
      bound_issuer: '',
      default_role: 'other',
      namespace_in_state: true,
      provider_config: { secret: 'hush' },
      oidc_discovery_ca_pem: 'PEM',
    };
    const step = findStep('auth config', { 'auth config': { fields, roles: [] } });
    if (step.state !== 'change') throw new Error(step.state);
    expect(step.fields).toEqual({ ...fields, ...good });
    expect(step.kept).toEqual({ default_role: 'other', oidc_discovery_ca_pem: 'PEM' });
  });
});

describe('a role that is there', () => {
  it('for people is in the way', () => {
    expect(tell(findStep('role', { role: { fields: { role_type: 'oidc' } } }))).toContain(
      'browser',
    );
  });
});

describe('the plan as text', () => {
  const places: Place = {
    'auth method': { fields: { 'jwt/': { type: 'jwt' } } },
    policy: { fields: { policy: 'path "a" {}\npath "b" {}\n' }, holders: ['deploy'] },
    'auth config': { fields: { bound_issuer: 'https://x' }, roles: ['theirs'] },
  };

  it('tells each step, and no secret', () => {
    const text = renderPlan(plan(places), false);
    expect(text).toContain('+ KV engine secret/');
    expect(text).toContain('~ policy "deploy"\n    - path "a" {}');
    expect(text).toContain('= JWT method auth/jwt: as it is');
    expect(text).toContain('! configuration of auth/jwt: it trusts another source');
    expect(text).toContain('keys: username, password');
    expect(text).not.toContain('hush');
    expect(text).not.toContain('\u001b');
  });

  it('is coloured where that is wanted', () => {
    expect(renderPlan(plan(places), true)).toContain('\u001b[32m+ KV engine secret/\u001b[0m');
  });

  it('is data too, without the secret', () => {
    const json = JSON.stringify(
      describePlan(plan({ ...places, 'auth config': { fields: undefined } })),
    );
    expect(json).toContain('"keys":["username","password"]');
    expect(json).not.toContain('hush');
  });
});
