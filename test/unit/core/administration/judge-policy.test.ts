import { expect, it } from 'vitest';
import { judgePolicy } from '../../../../src/core/administration/judge-policy.ts';

const resource = { kind: 'policy', name: 'deploy', text: 'path "a" {}' } as const;
const other = { policy: 'path "b" {}' };

it.each([
  ['the same', { policy: 'path "a" {}\n' }, undefined, 'as it is'],
  ['of the role alone', other, ['deploy'], 'change'],
  ['of no role', other, [], 'no role "deploy" has it'],
  ['of another role', other, ['theirs'], 'no role "deploy" has it'],
  ['of another role too', other, ['deploy', 'theirs'], 'other roles have it: "theirs"'],
  ['of nobody knows whom', other, undefined, 'Vault does not tell'],
])('a policy that is there, %s', (_title, found, holders, told) => {
  const judge = (replaces: boolean) =>
    judgePolicy(resource, found, holders, { role: 'deploy', replaces });
  const step = judge(false);
  expect(step.state === 'in the way' ? step.failure.why : step.state).toContain(told);
  if (step.state === 'in the way') expect(step.failure.next.join('\n')).toContain('--replace');
  const consented = judge(true);
  expect(consented.state).toBe(told === 'as it is' ? 'as it is' : 'change');
});
