import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure } from '../support/expect-failure.ts';
import { auth } from '../support/session-steps.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

const load = loadSecrets('secret/app key | APP_KEY');

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  await jobs.server.write('secret/data/app', { data: { key: 'kept-for-the-session' } });
});
afterAll(() => jobs.stop());

describe("the session's file", () => {
  const look = {
    run: 'stat -c "%a %F" "$VAULT_OIDC_SESSION" "${VAULT_OIDC_SESSION%/*}"; echo "$PWD"',
  };

  it('is for the user of the job alone, and outside the checkout', async () => {
    const outcome = await jobs.run({ steps: [auth(), look] });
    const [file, directory, checkout = ''] = outcome.step(1).stdout.split('\n');
    expect({ file, directory }).toEqual({ file: '600 regular file', directory: '700 directory' });
    expect(outcome.environment['VAULT_OIDC_SESSION']).not.toContain(checkout);
    expect(outcome.listChangedFiles(0)).toEqual([
      'tmp/.bash_env-0-build',
      expect.stringMatching(/^tmp\/vault-oidc-\w+\/session-1\.json$/),
    ]);
  });

  it('is in the home directory where the checkout holds the temporary one', async () => {
    const outcome = await jobs.run({ bashEnv: 'export TMPDIR="$PWD"\n', steps: [auth(), look] });
    expect(outcome.listChangedFiles(0)[0]).toMatch(/^home\/vault-oidc-\w+\/session-1\.json$/);
  });

  it('is nowhere where the checkout holds both', async () => {
    await expectFailure(
      jobs,
      { steps: [{ run: 'echo "export TMPDIR=$PWD HOME=$PWD" >> "$BASH_ENV"' }, auth()] },
      { status: 7, codes: ['SESSION_UNUSABLE'] },
    );
  });

  it.each([
    ['others may read it', 'chmod 640 "$VAULT_OIDC_SESSION"', 'may read or write it'],
    [
      'it is a link',
      'mv "$VAULT_OIDC_SESSION" "$HOME/moved"; ln -s "$HOME/moved" "$VAULT_OIDC_SESSION"',
      'is a link',
    ],
    ['it has a second name', 'ln "$VAULT_OIDC_SESSION" "$HOME/second"', 'may read or write it'],
    ['it is not what auth wrote', 'echo "{}" > "$VAULT_OIDC_SESSION"', 'not what auth wrote'],
    ['it is a FIFO', 'rm "$VAULT_OIDC_SESSION"; mkfifo -m 600 "$VAULT_OIDC_SESSION"', 'not what'],
  ])('is not used where %s', async (_title, spoil, why) => {
    const { told } = await expectFailure(
      jobs,
      { steps: [auth(), { run: spoil }, load] },
      { status: 7, codes: ['SESSION_UNUSABLE'] },
    );
    expect(told[0]?.why).toContain(why);
  });

  it('may be gone', async () => {
    const before = jobs.server.listRequests().length;
    const outcome = await jobs.run({
      steps: [auth(), { run: 'rm -r "${VAULT_OIDC_SESSION%/*}"' }, load],
    });
    expect(outcome.environment['APP_KEY']).toBe('kept-for-the-session');
    const asked = jobs.server.listRequests().slice(before);
    expect(asked.filter(({ path }) => path === 'auth/jwt/login')).toHaveLength(2);
  });
});
