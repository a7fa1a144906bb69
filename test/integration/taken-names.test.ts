import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure } from '../support/expect-failure.ts';
import { loadVariables } from '../support/load-variables.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  const { server } = jobs;
  const keys = { k1: 'k1 canary', A_b: 'A_b canary', '1st': 'first-canary' };
  await server.write('secret/data/keys', { data: keys });
  await server.write('secret/data/like', { data: { 'a-b': 'same-canary', 'a.b': 'same-canary' } });
  await server.write('secret/data/dashed', { data: { 'a-b': 'dashed-canary', ok: 'ok-canary' } });
});
afterAll(() => jobs.stop());

describe('one name for two values', () => {
  it.each([
    ['stated twice', 'secret/keys k1 | X\nsecret/keys 1st | X', 'line 1', 'line 2'],
    ['made and stated', 'secret/keys k1\nsecret/keys A_b | K1', 'line 1', 'line 2'],
    ['for the very same value', 'secret/keys k1 | X; secret/keys k1 | X', 'k1 | X"', 'k1 | X"'],
    [
      'stated, and made by every key',
      'secret/dashed ok | A_B\nsecret/dashed *',
      'line 1',
      'key "a-b"',
    ],
    ['made by two keys of one secret', 'secret/like *', 'key "a-b"', 'key "a.b"'],
    ['made by two secrets', 'secret/dashed *\nsecret/dashed ok', 'key "ok"', 'line 2'],
    [
      'of which one may be missing',
      'secret/keys k1 | X\nsecret/keys k2 | X, optional',
      'line 1',
      'line 2',
    ],
  ])('is refused and both are named: %s', async (_title, secrets, first, second) => {
    const { told } = await expectFailure(
      jobs,
      { bashEnv: 'export KEPT=1\n', steps: [loadSecrets(secrets)] },
      { status: 2, codes: ['NAME_TAKEN'] },
    );
    const [before = '', after = ''] = told[0]?.why.split(' and ') ?? [];
    expect(before).toContain(first);
    expect(after).toContain(second);
  });

  it('are two names when their case differs', async () => {
    const { variables } = await loadVariables(jobs, 'secret/keys k1 | name\nsecret/keys k1 | NAME');
    expect(variables).toEqual({ name: 'k1 canary', NAME: 'k1 canary' });
  });
});
