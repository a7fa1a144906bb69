import { expect, it } from 'vitest';
import { chooseSteps } from '../../../../src/core/config-references/choose-steps.ts';
import type { StatedLogin } from '../../../../src/core/config-references/collect-steps.ts';

const place = { role: 'deploy', mount: 'jwt', namespace: 'team' };
const open: StatedLogin = {
  role: undefined,
  mount: undefined,
  namespace: undefined,
  address: undefined,
};

it.each<[Partial<StatedLogin>, boolean]>([
  [{}, true],
  [{ role: 'deploy', mount: 'jwt', namespace: 'team' }, true],
  [{ role: 'Deploy' }, true],
  [{ role: 'other' }, false],
  [{ role: 'deploy', mount: 'ci' }, false],
  [{ namespace: '' }, false],
  [{ namespace: 'team/app' }, false],
  [{ address: 'https://elsewhere.example.com' }, true],
])('a step that states %j is the role’s: %s', (stated, isRoles) => {
  const step = {
    command: 'load-secrets',
    place: 'job deploy, step 1',
    login: { ...open, ...stated },
    references: [],
    unresolved: [],
    failures: [],
  };
  const { chosen, others } = chooseSteps([step], place);
  expect(chosen).toEqual(isRoles ? [step] : []);
  expect(others).toEqual(isRoles ? [] : [step]);
});
