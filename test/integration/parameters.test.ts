import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure } from '../support/expect-failure.ts';
import { loadVariables } from '../support/load-variables.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  await jobs.server.write('secret/data/app', { data: { login: 'login-canary' } });
});
afterAll(() => jobs.stop());

describe('a parameter', () => {
  it('takes its default from the context, and a reference from anywhere', async () => {
    const { port } = new URL(jobs.server.address);
    const { variables } = await loadVariables(jobs, 'secret/app login', {
      environment: { PORT: port, TEAM_ROLE: 'deploy', MOUNT: 'jwt', VAULT_ROLE: 'nobody' },
      parameters: {
        address: 'http://127.0.0.1:${PORT}/v1/',
        role: '$TEAM_ROLE',
        auth_mount: 'auth/${MOUNT}/',
        timeout: '1m',
      },
    });
    expect(variables).toEqual({ LOGIN: 'login-canary' });
  });

  it('may be made of the text of shell commands, which nobody runs', async () => {
    const command = '$(touch made)`touch made`&touch made #\'"';
    const { told } = await expectFailure(
      jobs,
      { steps: [loadSecrets(`secret/app login | ${command}`, { role: command })] },
      { status: 2, codes: ['PARAMETER_INVALID', 'REFERENCE_INVALID'] },
    );
    expect(told[0]?.what).toContain('"role"');
  });

  it.each([
    ['address', '', '"address"', 'VAULT_ADDR'],
    ['address', '${NOWHERE}', '"address"', 'NOWHERE is not set in this job'],
    ['auth_mount', '$NOWHERE', '"auth_mount"', 'NOWHERE is not set in this job'],
    ['timeout', '${NOWHERE}', '"timeout"', 'NOWHERE is not set in this job'],
    ['timeout', '${NOWHERE}${ELSEWHERE}', '"timeout"', 'NOWHERE and ELSEWHERE is not set'],
  ])('that is needed names itself and its variable: %s %j', async (name, value, what, why) => {
    const { told } = await expectFailure(
      jobs,
      { steps: [loadSecrets('secret/app login', { [name]: value })] },
      { status: 2, codes: ['PARAMETER_INVALID'] },
    );
    expect(told[0]?.what).toContain(what);
    expect(`${told[0]?.why} ${told[0]?.next}`).toContain(why);
  });

  it('names the variable of its default when that is not set', async () => {
    const { told } = await expectFailure(
      jobs,
      { environment: { VAULT_ADDR: '' }, steps: [loadSecrets('secret/app login')] },
      { status: 2, codes: ['PARAMETER_INVALID'] },
    );
    expect(told[0]?.why).toContain('VAULT_ADDR is not set in this job');
  });
});

describe('a boolean', () => {
  it.each([
    [true, '1/0', true],
    [true, 'true/false', true],
    [false, '1/0', false],
    [false, 'true/false', false],
  ] as const)('counts as %s when it reaches the step as %s', async (value, booleansAs, revokes) => {
    const before = jobs.server.listRequests().length;
    await loadVariables(jobs, 'secret/app login', {
      booleansAs,
      parameters: { revoke_token: value },
    });
    const paths = jobs.server
      .listRequests()
      .slice(before)
      .map(({ path }) => path);
    expect(paths.includes('auth/token/revoke-self')).toBe(revokes);
  });

  it.each([
    [true, '1/0', true],
    [false, '1/0', false],
    [false, 'true/false', false],
  ] as const)(
    'of auth counts as %s when it reaches the step as %s',
    async (value, booleansAs, has) => {
      const outcome = await jobs.run({
        booleansAs,
        steps: [{ 'vault-oidc/auth': { export_token: value } }],
      });
      expect(outcome.succeeded).toBe(true);
      expect('VAULT_TOKEN' in outcome.environment).toBe(has);
    },
  );

  it.each(['yes', 'no', 'False', '', '0x1'])('is never a word: %j', async (word) => {
    const run = jobs.run({ steps: [loadSecrets('secret/app login', { revoke_token: word })] });
    await expect(run).rejects.toThrow(/revoke_token: expected type: boolean/);
  });
});
