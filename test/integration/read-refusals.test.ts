import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure } from '../support/expect-failure.ts';
import { writeRole } from '../support/jwt-trust.ts';
import { loadVariables } from '../support/load-variables.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  const { server, issuer } = jobs;
  // With a policy for everything, a path is refused for no reason but its own.
  await writeRole(server, issuer, { policy: 'path "*" { capabilities = ["read"] }' });
  await writeRole(server, issuer, {
    name: 'narrow',
    policy: 'path "secret/data/other" { capabilities = ["read"] }',
  });
  await server.write('sys/mounts/plain', { type: 'kv' });
  await server.write('sys/mounts/team/data', { type: 'kv', options: { version: '2' } });
  await server.write('plain/app', { password: 'version-one-canary' });
  await server.write('secret/data/app', { data: { password: 'password-canary' } });
  await server.write('team/data/data/app', { data: { password: 'nested-canary' } });
});
afterAll(() => jobs.stop());

describe('a path as the API has it that Vault does not have', () => {
  it.each([
    ['plain/data/app', 'plain/app', 'plain is not KV version 2'],
    ['secret/data/data/app', 'secret/data/app', 'secret is KV version 2'],
    ['team/data/app', 'team/data/data/app', 'team/data is KV version 2'],
  ])('%s is told to be %s', async (path, meant, reason) => {
    const { told } = await expectFailure(
      jobs,
      { steps: [loadSecrets(`${path} password`)] },
      { status: 4, codes: ['SECRET_MISSING'] },
    );
    expect(told[0]?.next[0]).toBe(`write ${meant}: ${reason}`);
    const { variables } = await loadVariables(jobs, `${meant} password`);
    expect(Object.keys(variables)).toEqual(['PASSWORD']);
  });

  it.each([
    ['a secret', 'secret/data/nothing', 'Vault has nothing at secret/data/nothing'],
    ['a mount', 'nowhere/data/app', 'Vault has no mount at nowhere/data/app'],
  ])('is told to lack %s', async (_title, path, why) => {
    const { told } = await expectFailure(
      jobs,
      { steps: [loadSecrets(`${path} password`)] },
      { status: 4, codes: ['SECRET_MISSING'] },
    );
    expect(told[0]?.why).toContain(why);
    expect(told[0]?.next[0]).toBe('check the path');
  });

  it('costs a question where it fails the step, and none where it is there or may be missing', async () => {
    const countQuestions = (): number =>
      jobs.server.listRequests().filter(({ path }) => path.startsWith('sys/internal/ui/')).length;
    const before = countQuestions();
    await loadVariables(jobs, 'secret/data/app password; plain/data/app password | B, optional');
    expect(countQuestions()).toBe(before);
    await expectFailure(
      jobs,
      { steps: [loadSecrets('plain/data/app password')] },
      { status: 4, codes: ['SECRET_MISSING'] },
    );
    expect(countQuestions()).toBe(before + 1);
  });
});

describe('a path that no policy grants', () => {
  it('is told with the line that a policy lacks, which mends it', async () => {
    const wish = { steps: [loadSecrets('secret/data/app password', { role: 'narrow' })] };
    const { told } = await expectFailure(jobs, wish, { status: 4, codes: ['SECRET_FORBIDDEN'] });
    const policy = /path "secret\/data\/app" \{ .+ \}$/.exec(told[0]?.next[0] ?? '')?.[0];
    expect(policy).toBe('path "secret/data/app" { capabilities = ["read"] }');
    await jobs.server.write('sys/policies/acl/narrow', { policy });
    await loadVariables(jobs, 'secret/data/app password', { parameters: { role: 'narrow' } });
  });
});
