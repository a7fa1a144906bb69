import { expect, it } from 'vitest';
import { renderJson } from '../../../../src/core/administration/render-json.ts';
import { Secret } from '../../../../src/core/secret.ts';

it('JSON tells each request, with null for a concealed value and a variable for it', () => {
  const values = { user: 'me', password: new Secret('hunter2-hunter2') };
  const text = renderJson(
    [
      { kind: 'secret', mount: 'kv', path: 'a b', values },
      { kind: 'role', mount: 'ci', name: 'deploy', fields: { bound_claims: { 'a/ssh': false } } },
    ],
    'team/app',
  );
  expect(text.includes('hunter2'), 'the value').toBe(false);
  expect(JSON.parse(text)).toEqual({
    namespace: 'team/app',
    resources: [
      {
        kind: 'secret',
        name: 'secret kv/a b',
        path: 'kv/data/a%20b',
        body: { options: { cas: 0 }, data: { user: 'me', password: null } },
        concealed: [{ key: 'password', variable: 'SECRET_PASSWORD' }],
      },
      {
        kind: 'role',
        name: 'role "deploy" (auth/ci)',
        path: 'auth/ci/role/deploy',
        body: { bound_claims: { 'a/ssh': false } },
        concealed: [],
      },
    ],
  });
});
