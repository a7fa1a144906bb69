import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure } from '../support/expect-failure.ts';
import { revoke } from '../support/session-steps.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  await jobs.server.write('secret/data/app', { data: { key: 'read-back-in-a-shell' } });
});
afterAll(() => jobs.stop());

describe('variables that are too long together', () => {
  const first = loadSecrets('secret/long ** | A_');
  const second = loadSecrets('secret/long ** | B_');
  const look = { run: { name: 'look', when: 'always', command: '/bin/echo started' } };

  beforeAll(async () => {
    const keys = Array.from({ length: 9 }, (_, index) => `V${index}`);
    const data = Object.fromEntries(keys.map((key) => [key, key.repeat(55 * 1024)]));
    await jobs.server.write('secret/data/long', { data });
    await jobs.server.write('secret/data/shorter', { data: { key: 'line '.repeat(12 * 1024) } });
  });

  // Linux takes 2 MiB: two loads leave room for a step of this orb, and for little beside it.
  it.each([
    ['as many again', 'secret/long ** | C_'],
    ['a single one', 'secret/shorter key'],
  ])('are told before the later steps could start no command: %s', async (_title, secrets) => {
    const { told, outcome } = await expectFailure(
      jobs,
      { steps: [first, second, loadSecrets(secrets), look, revoke()] },
      { status: 2, codes: ['VALUE_TOO_LONG'], step: 2 },
    );
    expect(told[0]?.what).toBe('The variables together are too long.');
    expect(outcome.step(3).output).toBe('started\n');
    expect(outcome.step(4).stdout).toBe('vault-oidc: there is no session to end\n');
  });
});

describe('a shell that cannot prove the values', () => {
  const readBack = { status: 7, codes: ['READ_BACK_DIFFERS'] };

  it.each([
    ['gives nothing back', 'cat >/dev/null'],
    ['gives something else back', 'cat >/dev/null; echo something else'],
    ['ends at once', 'exit 0'],
  ])('is told to be the trouble, not the names: it %s', async (_title, script) => {
    const standIns = { bash: `#!/bin/sh\n${script}\n` };
    const { told } = await expectFailure(
      jobs,
      { standIns, steps: [loadSecrets('secret/app key')] },
      readBack,
    );
    expect(told[0]).toMatchObject({
      what: 'No shell gave the values back as they were read.',
      why: 'the first bash on the PATH is no shell; nothing was written',
      next: ['see where the PATH leads: command -v bash'],
    });
  });

  it('names the variables that it alone changes', async () => {
    const bash = '#!/bin/sh\nsed s/APP_KEY=.*/APP_KEY=x/ | exec /bin/bash "$@"\n';
    const { told } = await expectFailure(
      jobs,
      {
        standIns: { bash },
        steps: [loadSecrets('secret/app key | APP_KEY; secret/app key | OTHER')],
      },
      readBack,
    );
    expect(told[0]?.why).toBe('bash changes, or cannot hold: APP_KEY; nothing was written');
  });
});
