import { describe, expect, it } from 'vitest';
import { listResources } from '../../../../src/core/administration/desired-resources.ts';
import {
  judgeRole,
  narrowingFields,
  neutralFields,
} from '../../../../src/core/administration/judge-role.ts';
import type { Resource } from '../../../../src/core/administration/resource.ts';
import type { Step } from '../../../../src/core/administration/step.ts';
import { type JsonObject, parseJson } from '../../../../src/core/json.ts';
import { leewayDefaults } from '../../../../src/core/leeway-defaults.ts';
import { makeVaultSide } from '../../../support/setup-wish.ts';

const resource = findRole({ vcsRefs: ['refs/heads/main'] });
const { fields } = resource;
const { bound_claims: bound } = fields;
const claim = (name: string): string => `oidc.circleci.com/${name}`;

function findRole(wish: Parameters<typeof makeVaultSide>[0]): Extract<Resource, { kind: 'role' }> {
  const role = listResources(makeVaultSide(wish)).find(({ kind }) => kind === 'role');
  if (role?.kind !== 'role') throw new Error('there is no role');
  return role;
}

/** What to do where the role differs so from the wish, in numbers as answers have them. */
function judge(differences: JsonObject, replaces = false, wished = resource): Step {
  const found: unknown = parseJson(JSON.stringify({ ...fields, ...differences }));
  return judgeRole(wished, Object(found), { role: 'deploy', replaces });
}

function bind(claims: JsonObject): JsonObject {
  return { bound_claims: { ...Object(bound), ...claims } };
}

const widening: Readonly<Record<string, unknown>> = {
  bound_subject: 'org/x/project/y/*',
  clock_skew_leeway: 3600,
  expiration_leeway: 3600,
  not_before_leeway: 3600,
  groups_claim: claim('context-ids'),
  token_period: 3600,
  token_policies_template_claims: true,
  user_claim_json_pointer: true,
  verbose_oidc_logging: true,
};
const narrowing: Readonly<Record<string, unknown>> = {
  token_bound_cidrs: ['10.0.0.0/8'],
  token_no_default_policy: true,
  token_num_uses: 3,
  token_strictly_bind_ip: true,
};

describe('what somebody set beside the wish', () => {
  it('is of a kind that the tests know', () => {
    expect(Object.keys(neutralFields)).toEqual(Object.keys(widening));
    expect(narrowingFields).toEqual(Object.keys(narrowing));
    expect(Object.keys(widening)).toEqual(expect.arrayContaining(Object.keys(leewayDefaults)));
  });

  it.each(Object.entries(widening))(
    'is taken away where it widens the role: %s',
    (field, value) => {
      expect(judge({ [field]: value }, true)).toMatchObject({
        state: 'change',
        changes: [{ field, from: value, to: neutralFields[field] }],
        fields: { ...fields, [field]: neutralFields[field] },
        kept: {},
      });
    },
  );

  it.each([
    ...Object.entries(narrowing),
    ...Object.entries(leewayDefaults).flatMap(([field, seconds]) => [
      [field, -1] as const,
      [field, seconds - 1] as const,
    ]),
  ])('stays where it narrows the role, whatever else changes: %s %j', (field, value) => {
    expect(judge({ [field]: value })).toMatchObject({
      state: 'as it is',
      kept: { [field]: value },
    });
    expect(judge({ [field]: value, token_ttl: 9 })).toMatchObject({
      state: 'change',
      changes: [{ field: 'token_ttl' }],
      fields: { ...fields, [field]: value },
      kept: { [field]: value },
    });
  });
});

describe('a role that is there', () => {
  it.each([
    ['is of another project', bind({ [claim('project-id')]: 'b' }), 'another project: "b"'],
    ['is of two projects', bind({ [claim('project-id')]: ['b', 'c'] }), 'project: ["b","c"]'],
    ['binds no project', { bound_claims: {} }, 'binds no project'],
    ['has no bound claims', { bound_claims: null }, 'binds no project'],
    ['binds another claim too', bind({ [claim('context-ids')]: ['c'] }), 'context-ids ["c"]'],
    ['binds a subject', { bound_subject: 'x' }, 'bound_subject "x"'],
    ['has an audience of its own', { bound_audiences: ['https://a'] }, 'wished: https://a'],
    ['has it as a text', { bound_audiences: 'https://a' }, 'wished: https://a'],
    ['has several audiences', { bound_audiences: ['a', 'b'] }, 'wished: a, b'],
  ])('and %s is changed by consent alone', (_title, differences, why) => {
    const step = judge(differences);
    if (step.state !== 'in the way') throw new Error(step.state);
    expect(step.failure.why).toContain(why);
    expect(step.failure.next.join('\n')).toContain('--replace');
    expect(judge(differences, true).state).toBe('change');
  });

  it('changes without it where another value of a claim is wished, or SSH is', () => {
    expect(judge(bind({ [claim('vcs-ref')]: 'refs/heads/old' })).state).toBe('change');
    const open = findRole({ vcsRefs: ['refs/heads/main'], allowsSshReruns: true });
    expect(judge({}, false, open).state).toBe('change');
  });

  const own = 'https://a';
  const { audience: organization } = makeVaultSide().wish;
  it.each<[string, unknown, string, Step['state']]>([
    ['none', null, organization, 'change'],
    ['an empty list', [], organization, 'change'],
    ['the wished one among others', ['https://b', organization], organization, 'change'],
    ["the organization's id, where another is wished", [organization], own, 'change'],
    ["the organization's id and one more", [organization, 'https://b'], own, 'in the way'],
    ['another', ['https://b'], own, 'in the way'],
    ['the wished one', [own], own, 'as it is'],
  ])('and has as its audience %s', (_title, found, audience, state) => {
    const wished = findRole({ vcsRefs: ['refs/heads/main'], audience });
    expect(judge({ bound_audiences: found }, false, wished).state).toBe(state);
  });

  it('tells which audience to wish', () => {
    expect(judge({ bound_audiences: [own] })).toMatchObject({
      failure: { next: [`wish it, too: --audience ${own}`, expect.stringContaining('--replace')] },
    });
  });
});
