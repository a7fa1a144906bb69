import { describe, expect, it } from 'vitest';
import { renderTerraform } from '../../../../src/core/administration/render-terraform.ts';
import type { Resource } from '../../../../src/core/administration/resource.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { parseTerraform } from '../../../support/parse-terraform.ts';

const mount = 'team/ci';
const role = (fields: object, name = 'deploy'): Resource => ({
  kind: 'role',
  mount,
  name,
  fields: { ...fields },
});
const policy: Resource = {
  kind: 'policy',
  name: 'read.it',
  text: 'path "secret/data/${x}/%{y}\\"" {\n  capabilities = ["read"]\n}\n',
};
const config = (fields: object): Resource => ({
  kind: 'auth config',
  mount,
  fields: { ...fields },
});

function parse(...resources: Resource[]): Promise<unknown> {
  const { text, failures } = renderTerraform(resources, '');
  expect(failures).toEqual([]);
  return parseTerraform(text);
}

describe('Terraform text', () => {
  it('is laid out as terraform fmt does', () => {
    const fields = { role_type: 'jwt', claim_mappings: { sub: 'sub', 'a/b': 'c' }, token_ttl: 60 };
    const { text } = renderTerraform([policy, { kind: 'auth method', mount }, role(fields)], '');
    expect(text).toBe(`# Before the first apply, for what is there already:
# terraform import vault_jwt_auth_backend.team_ci team/ci

resource "vault_policy" "read_it" {
  name   = "read.it"
  policy = <<EOT
path "secret/data/$\${x}/%%{y}\\"" {
  capabilities = ["read"]
}
EOT
}

resource "vault_jwt_auth_backend" "team_ci" {
  path = "team/ci"
  type = "jwt"
}

resource "vault_jwt_auth_backend_role" "deploy" {
  backend   = vault_jwt_auth_backend.team_ci.path
  role_name = "deploy"
  role_type = "jwt"
  claim_mappings = {
    sub   = "sub"
    "a/b" = "c"
  }
  token_ttl = 60
}
`);
  });

  it('makes of a method and its configuration one resource', async () => {
    const fields = { bound_issuer: 'https://i', jwt_supported_algs: ['RS256'] };
    expect(await parse({ kind: 'auth method', mount }, config(fields))).toEqual({
      resource: {
        vault_jwt_auth_backend: { team_ci: [{ path: mount, type: 'jwt', ...fields }] },
      },
    });
    expect(await parse(config(fields))).toHaveProperty('resource.vault_jwt_auth_backend');
  });

  it.each([
    ['', ''],
    ['team/app', 'TERRAFORM_VAULT_NAMESPACE_IMPORT=team/app '],
  ])(
    'tells how to take over an engine and a method that are there, in "%s"',
    (namespace, place) => {
      const engine: Resource = { kind: 'secrets engine', mount: 'a kv' };
      const { text } = renderTerraform([engine, policy, { kind: 'auth method', mount }], namespace);
      expect(text.split('\n').filter((line) => line.startsWith('# '))).toEqual([
        '# Before the first apply, for what is there already:',
        `# ${place}terraform import vault_mount.a_kv 'a kv'`,
        `# ${place}terraform import vault_jwt_auth_backend.team_ci team/ci`,
      ]);
      expect(renderTerraform([policy], namespace).text).not.toContain('import');
    },
  );

  it('refuses a configuration that the provider has no argument for', () => {
    const { text, failures } = renderTerraform([config({ jwks_pairs: [] })], '');
    expect(text).toBe('');
    expect(failures).toMatchObject([
      { code: 'TERRAFORM_INEXPRESSIBLE', why: expect.stringContaining('jwks_pairs'), status: 2 },
    ]);
  });

  it('refuses a text that Terraform would read as another', () => {
    const text = 'path "secret/data/e\u0301" {\n  capabilities = ["read"]\n}\n';
    const { failures } = renderTerraform([{ ...policy, text }], '');
    expect(failures).toMatchObject([
      { code: 'TERRAFORM_INEXPRESSIBLE', why: expect.stringContaining('normal form C') },
    ]);
    expect(renderTerraform([{ ...policy, text: text.normalize('NFC') }], '').failures).toEqual([]);
  });

  it('lines up by what a reader sees', async () => {
    const fields = { claim_mappings: { 'e\u0301': 'a', ü: 'b', '👩‍💻': 'c', abc: 'd' } };
    expect(renderTerraform([role(fields)], '').text).toContain(
      '"e\u0301" = "a"\n    "ü" = "b"\n    "👩‍💻" = "c"\n    abc = "d"\n',
    );
  });

  it.each<[string, unknown, unknown]>([
    ['a text', 'x', 'x'],
    ['a list', ['x y', 'z'], 'x y,z'],
    ['a boolean', false, undefined],
    ['a number', 3, undefined],
    ['a list with a boolean', ['x', true], undefined],
    ['a text with a comma', 'x,y', undefined],
    ['a text that looks like a list', '["x"]', undefined],
    ['a text with a blank at its end', 'x ', undefined],
    ['an empty list', [], undefined],
  ])('binds a claim to %s', async (_kind, bound, joined) => {
    const parsed = await parse(role({ bound_claims: { 'a/b': bound } }));
    expect(parsed).toEqual(
      joined === undefined
        ? {
            resource: {
              vault_generic_endpoint: {
                deploy: [
                  {
                    depends_on: [],
                    path: 'auth/team/ci/role/deploy',
                    ignore_absent_fields: true,
                    data_json: expect.stringContaining('jsonencode'),
                  },
                ],
              },
            },
          }
        : {
            resource: {
              vault_jwt_auth_backend_role: {
                deploy: [{ backend: mount, role_name: 'deploy', bound_claims: { 'a/b': joined } }],
              },
            },
          },
    );
  });

  it('says why a role goes by another way, and refers to what it makes', () => {
    const fields = { bound_claims: { 'a/ssh': false }, token_policies: ['read.it', 'other'] };
    const { text } = renderTerraform([policy, { kind: 'auth method', mount }, role(fields)], '');
    expect(text).toContain(`
# vault_jwt_auth_backend_role binds claims to texts alone, and "a/ssh" is bound to something else.
resource "vault_generic_endpoint" "deploy" {
  depends_on           = [vault_jwt_auth_backend.team_ci]
  path                 = "auth/team/ci/role/deploy"
  ignore_absent_fields = true
  data_json = jsonencode({
    bound_claims = {
      "a/ssh" = false
    }
    token_policies = [vault_policy.read_it.name, "other"]
  })
}
`);
  });

  it('keeps a reason within its comment', () => {
    const { text } = renderTerraform([role({ bound_claims: { 'a\nb "c" {}': false } })], '');
    expect(text).toMatch(/^# .* "a b "c" \{\}" is bound to something else\.\nresource /);
  });

  it('holds no concealed value', async () => {
    const values = { user: 'plain ${x} "q" \\ \u0001\n', password: new Secret('hunter2-hunter2') };
    const secret: Resource = { kind: 'secret', mount: 'kv', path: 'a/b', values };
    const { text } = renderTerraform([{ kind: 'secrets engine', mount: 'kv' }, secret], '');
    expect(text.includes('hunter2'), 'the value').toBe(false);
    expect(text).toContain('mount = vault_mount.kv.path');
    expect(text).toContain('user     = "plain $${x} \\"q\\" \\\\ \\u0001\\n"');
    expect(await parseTerraform(text)).toMatchObject({
      variable: { secret_password: [{ sensitive: true }] },
      resource: {
        vault_mount: { kv: [{ path: 'kv', type: 'kv', options: { version: '2' } }] },
        vault_kv_secret_v2: {
          a_b: [{ name: 'a/b', data_json: expect.stringContaining('var.secret_password') }],
        },
      },
    });
  });

  it('puts every resource into the namespace, and none into the root by name', async () => {
    const resources: Resource[] = [
      { kind: 'secrets engine', mount: 'kv' },
      policy,
      { kind: 'auth method', mount },
      role({ role_type: 'jwt' }),
      role({ bound_claims: { ssh: false } }, 'other'),
      { kind: 'secret', mount: 'kv', path: 'a', values: { user: 'me' } },
    ];
    const listNamespaces = async (namespace: string): Promise<unknown[]> => {
      const parsed = await parseTerraform(renderTerraform(resources, namespace).text);
      const ofTypes: Readonly<Record<string, object>> = Object(parsed).resource;
      const blocks: readonly unknown[] = Object.values(ofTypes).flatMap((named) =>
        Object.values(named).flat(),
      );
      return blocks.map((block) => Object(block).namespace);
    };
    expect(await listNamespaces('team/app')).toEqual(resources.map(() => 'team/app'));
    expect(await listNamespaces('')).toEqual(resources.map(() => undefined));
  });

  it('names no two resources of a type alike, and begins a name as Terraform wants it', async () => {
    const roles = [role({}, 'a.b'), role({}, 'a_b'), role({}, '9')];
    const parsed = await parse(...roles);
    const named = Object(Object(parsed).resource).vault_jwt_auth_backend_role;
    expect(Object.keys(named).sort()).toEqual(['_9', 'a_b', 'a_b_2']);
  });

  it('ends a policy at no line of its own', async () => {
    const text = 'path "EOT" {\nEOT\n  EOT_\n}';
    expect(await parse({ kind: 'policy', name: 'p', text })).toEqual({
      resource: { vault_policy: { p: [{ name: 'p', policy: `${text}\n` }] } },
    });
  });
});
