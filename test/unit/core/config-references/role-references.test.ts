import { expect, it } from 'vitest';
import { findRoleReferences } from '../../../../src/core/config-references/role-references.ts';

const place = { role: 'deploy', mount: 'jwt', namespace: 'team' };

/** What is told of the config's one job, whose steps log in so. */
function find(...logins: readonly object[]) {
  const steps = logins.map((login, at) => ({
    'vault-oidc/load-secrets': { secrets: `a/${at} c\nb/\${X} c`, ...login },
  }));
  const config = { orbs: { 'vault-oidc': 'acme/vault-oidc@1' }, jobs: { deploy: { steps } } };
  return findRoleReferences(config, place, 'is not in the policy');
}

it.each([
  [{ role: 'other' }, 'as the role "other"'],
  [{ auth_mount: 'auth/ci' }, 'through auth/ci'],
  [{ role: 'Deploy', namespace: 'elsewhere' }, 'in the namespace elsewhere'],
  [{ namespace: '' }, 'in the root namespace'],
  [{ role: 'other', namespace: 'x' }, 'as the role "other", in the namespace x'],
])('a step that states %j is told to log in otherwise', (login, told) => {
  expect(find(login)).toEqual({
    references: [],
    unresolved: [],
    others: [`job deploy, step 1 logs in ${told}: what it reads is not in the policy`],
    failures: [],
  });
});

it('what only a running job knows is told, and what to do', () => {
  const { references, unresolved } = find({});
  expect(references.map(({ text }) => text)).toEqual(['a/0 c']);
  expect(unresolved).toEqual([
    'job deploy, step 1: "b/${X} c" is not in the policy: ${X} is a variable of the job; name each path that it stands for with --read',
  ]);
});
