import { describe, expect, it } from 'vitest';
import {
  type FoundContext,
  isFulfilled,
  planContext,
} from '../../../../src/core/circleci-context/context-plan.ts';
import type { ContextWish } from '../../../../src/core/circleci-context/context-wish.ts';
import { findPinnedBranch } from '../../../../src/core/circleci-context/pinned-branch.ts';
import { listNotes, renderContextPlan } from '../../../../src/core/circleci-context/render-plan.ts';

const wish: ContextWish = {
  name: 'vault',
  owner: { slug: 'gh/acme' },
  variables: [{ name: 'VAULT_ROLE', value: 'deploy' }],
  restrictions: [{ type: 'project', value: 'ours' }],
};

const found: FoundContext = {
  id: 'c1',
  endings: { VAULT_ROLE: 'ploy' },
  restrictions: [{ id: 'r1', type: 'project', value: 'ours', name: 'app' }],
};

describe('what is known of a stored value', () => {
  it.each([
    ['ploy', 'same end'],
    ['xxxxploy', 'same end'],
    ['****ploy', 'same end'],
    ['deploy', 'same end'],
    ['play', 'other'],
    ['xxxx', 'unknown'],
    ['', 'unknown'],
    [undefined, 'missing'],
  ])('with %j shown: %s', (shown, state) => {
    const endings = shown === undefined ? {} : { VAULT_ROLE: shown };
    expect(planContext(wish, { ...found, endings }).variables[0]?.state).toBe(state);
  });
});

describe('a plan', () => {
  it('has nothing to do when everything is there', () => {
    expect(isFulfilled(planContext(wish, found))).toBe(true);
  });

  it.each([
    ['the context', undefined],
    ['a variable', { ...found, endings: {} }],
    ['a value', { ...found, endings: { VAULT_ROLE: 'else' } }],
    ['a restriction', { ...found, restrictions: [] }],
    [
      'a restriction of that type',
      { ...found, restrictions: [{ id: 'r2', type: 'group', value: 'ours', name: '' }] },
    ],
  ])('has something to do without %s', (_name, there) => {
    expect(isFulfilled(planContext(wish, there))).toBe(false);
  });

  it.each([
    ['VAULT_NAMESPACE', false],
    ['VAULT_CACERT', true],
    ['OTHER', true],
  ])('with %s left there is as wished: %s', (name, isAsWished) => {
    const plan = planContext(wish, { ...found, endings: { ...found.endings, [name]: 'x' } });
    expect(isFulfilled(plan)).toBe(isAsWished);
    expect(plan.leftovers).toEqual(name === 'OTHER' ? [] : [name]);
  });

  it('shows what is made, what changes and what stays', () => {
    const restrictions = [{ id: 'r3', type: 'group', value: 'g1', name: 'All members' }];
    const variables = [...wish.variables, { name: 'VAULT_ADDR', value: 'https://a' }];
    const plan = planContext(
      { ...wish, variables },
      { ...found, restrictions, endings: { VAULT_ADDR: 'z' } },
    );
    expect(renderContextPlan(plan)).toBe(`= context vault of gh/acme (c1)
  + VAULT_ROLE = deploy
  ~ VAULT_ADDR = https://a (what CircleCI shows of the value there ends otherwise)
  + restriction: project ours
  = restriction: group All members (g1) (not of this command; it stays)`);
  });

  it.each([
    [[{ type: 'project', value: 'theirs', name: '' }], wish.restrictions, 'each one is let in'],
    [[{ type: 'project', value: 'theirs', name: '' }], [], 'restricted to projects already'],
    [[{ type: 'expression', value: 'a', name: '' }], wish.restrictions, 'each one must hold'],
    [[{ type: 'group', value: 'g1', name: '' }], [], 'jobs of every project may use'],
    [[], [], 'jobs of every project may use'],
  ])('with %j there and %j wanted tells a note', (restrictions, wanted, words) => {
    const there = restrictions.map((each) => ({ ...each, id: 'r' }));
    const plan = planContext({ ...wish, restrictions: wanted }, { ...found, restrictions: there });
    expect(listNotes(plan).join('\n')).toContain(words);
  });

  it('always tells that the logs will mask what the context holds', () => {
    expect(listNotes(planContext(wish, found))).toEqual([expect.stringContaining('masked')]);
  });
});

describe('the branch that an expression pins', () => {
  it.each([
    ['pipeline.git.branch == "main"', 'main'],
    ['pipeline.git.branch=="main" and not job.ssh.enabled', 'main'],
    ['pipeline.git.branch == "a\\"b" and\n (x or y)', 'a"b'],
    ['pipeline.git.branch == "a or b"', 'a or b'],
    ['pipeline.git.branch == "main" or x', undefined],
    ['pipeline.git.branch == "main" and ((x) or y) or z', undefined],
    ['not (pipeline.git.branch == "main")', undefined],
    ['pipeline.git.branch starts-with "main"', undefined],
  ])('%s: %s', (value, branch) => {
    expect(findPinnedBranch({ type: 'expression', value })).toBe(branch);
    expect(findPinnedBranch({ type: 'group', value })).toBeUndefined();
  });
});
