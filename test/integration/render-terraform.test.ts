import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseTerraform } from '../support/parse-terraform.ts';
import { runSetup } from '../support/setup-runs.ts';
import { startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs({ isBare: true });
});
afterAll(() => jobs.stop());

async function print(args: readonly string[]): Promise<string> {
  const { status, stdout } = await runSetup(jobs, [...args, '--as', 'terraform']);
  expect(status).toBe(0);
  return stdout;
}

const policy = 'path "secret/data/app/db" {\n  capabilities = ["read"]\n}\n';

it("setup's Terraform text holds the whole role where the provider's resource can", async () => {
  const args = ['--role', 'deploy', '--read', 'secret/app/db', '--vcs-ref', 'release/*'];
  const { issuer } = jobs;
  expect(await parseTerraform(await print([...args, '--allow-ssh-reruns']))).toEqual({
    resource: {
      vault_policy: { deploy: [{ name: 'deploy', policy }] },
      vault_jwt_auth_backend: {
        jwt: [
          {
            path: 'jwt',
            type: 'jwt',
            oidc_discovery_url: issuer.issuer,
            bound_issuer: issuer.issuer,
            jwt_supported_algs: ['RS256'],
          },
        ],
      },
      vault_jwt_auth_backend_role: {
        deploy: [
          expect.objectContaining({
            backend: '${vault_jwt_auth_backend.jwt.path}',
            role_name: 'deploy',
            role_type: 'jwt',
            bound_audiences: [issuer.organizationId],
            bound_claims_type: 'glob',
            bound_claims: {
              'oidc.circleci.com/org-id': issuer.organizationId,
              'oidc.circleci.com/project-id': issuer.projectId,
              'oidc.circleci.com/vcs-ref': 'refs/heads/release/*',
            },
            token_policies: ['${vault_policy.deploy.name}'],
            token_ttl: expect.any(Number),
          }),
        ],
      },
    },
  });
});

it('and writes the role through the API where that cannot refuse SSH re-runs', async () => {
  const text = await print(['--role', 'deploy', '--kv-mount', 'kv', '--demo-secret']);
  expect(text).toContain('"oidc.circleci.com/ssh-rerun" is bound to something else.\nresource ');
  expect(await parseTerraform(text)).toMatchObject({
    variable: { secret_password: [{ type: '${string}', sensitive: true }] },
    resource: {
      vault_mount: { kv: [{ path: 'kv', type: 'kv', options: { version: '2' } }] },
      vault_generic_endpoint: {
        deploy: [
          {
            path: 'auth/jwt/role/deploy',
            depends_on: ['${vault_jwt_auth_backend.jwt}'],
            data_json: expect.stringMatching(/"oidc.circleci.com\/ssh-rerun" += false/),
          },
        ],
      },
    },
  });
});
