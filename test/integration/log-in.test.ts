import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trustIssuer, writeRole } from '../support/jwt-trust.ts';
import { auth } from '../support/session-steps.ts';
import { startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  const { server, issuer } = jobs;
  for (const mount of ['ci', 'team/ci']) {
    await trustIssuer(server, issuer, mount);
    await writeRole(server, issuer, { mount });
  }
  await server.write('auth/ci/config', {
    oidc_discovery_url: issuer.issuer,
    default_role: 'deploy',
  });
});
afterAll(() => jobs.stop());

describe('the place of the log-in', () => {
  it.each(['ci', 'auth/ci', '/ci/', 'team/ci'])('may be %s', async (auth_mount) => {
    const outcome = await jobs.run({ steps: [auth({ auth_mount })] });
    expect(outcome.step(0).stdout).toContain(
      `as role "deploy" (auth/${auth_mount.includes('team') ? 'team/ci' : 'ci'})`,
    );
  });

  it("chooses the role where none is given, by the method's default_role", async () => {
    const outcome = await jobs.run({
      environment: { VAULT_ROLE: '' },
      steps: [auth({ auth_mount: 'ci' })],
    });
    expect(outcome.step(0).stdout).toContain("as the mount's default role (auth/ci)");
  });
});
