import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure } from '../support/expect-failure.ts';
import { trustIssuer, writeRole } from '../support/jwt-trust.ts';
import { auth } from '../support/session-steps.ts';
import { startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  const { server, issuer } = jobs;
  await writeRole(server, issuer, { name: 'unbound', role: { bound_audiences: [] } });
  await writeRole(server, issuer, { name: 'stranger', role: { bound_audiences: ['another'] } });
  const bound_claims = { 'oidc.circleci.com/project-id': 'another' };
  await writeRole(server, issuer, { name: 'elsewhere', role: { bound_claims } });
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

describe('a log-in that Vault refuses', () => {
  it('for a role without bound_audiences, says what to bind', async () => {
    const { organizationId } = jobs.issuer;
    const { told } = await expectFailure(
      jobs,
      { steps: [auth({ role: 'unbound' })] },
      { status: 3, codes: ['LOGIN_AUDIENCE_UNBOUND'] },
    );
    expect(told).toMatchObject([
      {
        what: 'Vault refused the log-in (400).',
        why: `the role "unbound" has no bound_audiences, and the token's audience is "${organizationId}"`,
        next: [expect.stringContaining(`add bound_audiences="${organizationId}" to the role`)],
      },
    ]);
  });

  it.each([
    ['an unknown role', { role: 'nobody' }, 'role "nobody" could not be found'],
    ['another audience', { role: 'stranger' }, 'audience claim does not match'],
    ['another project', { role: 'elsewhere' }, 'oidc.circleci.com/project-id'],
    ['no role', { role: '$NO_ROLE' }, 'missing role'],
    ['a mount that is not there', { auth_mount: 'nowhere' }, 'no auth method at auth/nowhere'],
  ])('for %s, says why', async (_title, parameters, why) => {
    const { told } = await expectFailure(
      jobs,
      { steps: [auth(parameters)] },
      { status: 3, codes: ['LOGIN_REFUSED'] },
    );
    expect(told[0]?.why).toContain(why);
  });
});
