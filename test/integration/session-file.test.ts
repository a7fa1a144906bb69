import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure, expectNoCanary, readFailures } from '../support/expect-failure.ts';
import { auth, revoke } from '../support/session-steps.ts';
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

  it('has an absolute path where TMPDIR is a relative one', async () => {
    const elsewhere = { run: 'mkdir -p deep/down; echo "cd deep/down" >> "$BASH_ENV"' };
    const steps = [auth(), look, elsewhere, load, revoke()];
    const outcome = await jobs.run({ bashEnv: 'export TMPDIR=..\n', steps });
    const [file] = outcome.step(1).stdout.split('\n');
    expect(file).toBe('600 regular file');
    expect(outcome.step(3).stdout).toContain('using the session');
    expect(outcome.step(4).stdout).toContain('revoked the token');
  });

  it('is nowhere where the working directory is gone, and that is told', async () => {
    const { told } = await expectFailure(
      jobs,
      { bashEnv: 'mkdir gone; cd gone; rmdir ../gone\n', steps: [auth()] },
      { status: 7, codes: ['SESSION_UNUSABLE'] },
    );
    expect(told[0]?.why).toBe('the working directory is gone');
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

/** A step that changes what the session's file holds. */
function rewrite(change: string): string {
  return `"${process.execPath}" -e '
    const { readFileSync, writeFileSync } = require("fs");
    const file = process.env.VAULT_OIDC_SESSION;
    const session = JSON.parse(readFileSync(file));
    writeFileSync(file, JSON.stringify({ ...session, ${change} }));
  '`;
}

describe("a session's file that cannot be used", () => {
  const spoilings: [title: string, spoil: string, why: string][] = [
    ['others may read it', 'chmod 640 "$VAULT_OIDC_SESSION"', 'may read or write it'],
    [
      'it is a link',
      'mv "$VAULT_OIDC_SESSION" "$HOME/moved"; ln -s "$HOME/moved" "$VAULT_OIDC_SESSION"',
      'is a link',
    ],
    [
      'it is a directory',
      'rm "$VAULT_OIDC_SESSION"; mkdir "$VAULT_OIDC_SESSION"',
      'may read or write it',
    ],
    ['it has a second name', 'ln "$VAULT_OIDC_SESSION" "$HOME/second"', 'may read or write it'],
    ['it is not what auth wrote', 'echo "{}" > "$VAULT_OIDC_SESSION"', 'not what auth wrote'],
    ['it is cut off', 'truncate -s 9 "$VAULT_OIDC_SESSION"', 'not what auth wrote'],
    ['it is a FIFO', 'rm "$VAULT_OIDC_SESSION"; mkfifo -m 600 "$VAULT_OIDC_SESSION"', 'not what'],
    ...[
      'address: "http://vault.test:8200"',
      'address: "ftp://vault.test"',
      'address: "vault.test"',
      'address: ""',
      'address: 1',
      'namespace: "a\\nb"',
      'token: "s.a\\r\\nX-Other: b"',
    ].map((change): [string, string, string] => [
      `it says ${change}`,
      rewrite(change),
      'not what auth wrote',
    ]),
  ];

  it.each(spoilings)('is passed over with a note: %s', async (_title, spoil, why) => {
    const outcome = await jobs.run({ steps: [auth(), { run: spoil }, load] });
    const { stdout, stderr } = outcome.step(2);
    expect(stderr).toMatch(
      /^vault-oidc: note: a session is not used: \/.*\/session-1\.json: (it|another)/,
    );
    expect(stderr).toContain(why);
    expect(stdout).toContain('logged in to');
    expect(outcome.environment['APP_KEY']).toBe('kept-for-the-session');
    expectNoCanary(jobs, outcome);
  });

  it.each(spoilings)('does not keep auth from a new one: %s', async (_title, spoil) => {
    const outcome = await jobs.run({ steps: [auth(), { run: spoil }, auth(), load] });
    expect(outcome.step(3).stdout).toContain('using the session');
    expect(outcome.environment['VAULT_OIDC_SESSION']).toMatch(/session-2\.json$/);
  });

  it.each(spoilings)('is told by revoke, which changes nothing: %s', async (_title, spoil, why) => {
    const { told, step } = await expectFailure(
      jobs,
      { steps: [auth(), { run: spoil }, revoke()] },
      { status: 7, codes: ['SESSION_UNUSABLE'] },
    );
    expect(told[0]?.why).toMatch(/\/session-1\.json: (it|another)/);
    expect(told[0]?.why).toContain(why);
    expect(step.stdout).toBe('vault-oidc: there is no session to end\n');
  });

  it('is told by revoke once all others are ended', async () => {
    const steps = [
      auth(),
      auth(),
      { run: 'echo "export KEPT=$VAULT_TOKEN" >> "$BASH_ENV"; chmod 640 "$VAULT_OIDC_SESSION"' },
      auth(),
      revoke(),
    ];
    const before = jobs.server.listRequests().length;
    const outcome = await jobs.run({ steps });
    const { exitStatus, stdout, stderr } = outcome.step(4);
    const { told, rest } = readFailures(stderr);
    expect({ exitStatus, rest, codes: told.map(({ code }) => code) }).toEqual({
      exitStatus: 7,
      rest: [],
      codes: ['SESSION_UNUSABLE'],
    });
    expect(told[0]?.why).toContain('session-2.json');
    expect(stdout.match(/revoked the token/g)).toHaveLength(2);
    expect(outcome.listChangedFiles(4)).toEqual([
      'tmp/.bash_env-0-build',
      expect.stringMatching(/session-1\.json$/),
      expect.stringMatching(/session-3\.json$/),
    ]);
    expect('VAULT_TOKEN' in outcome.environment).toBe(false);
    const asked = jobs.server.listRequests().slice(before);
    expect(asked.filter(({ path }) => path === 'auth/token/revoke-self')).toHaveLength(2);
  });
});

describe('a VAULT_OIDC_SESSION that leads to no private directory', () => {
  const commands = [
    ['load-secrets', load],
    ['auth', auth()],
    ['revoke', revoke()],
  ] as const;
  it.each(
    ['/etc/passwd', tmpdir()].flatMap((place) =>
      commands.map(([command, step]) => [command, place, step] as const),
    ),
  )('is told by %s, and nothing is written to %s', async (_command, place, step) => {
    const path = join(place, 'session-1.json');
    const { told } = await expectFailure(
      jobs,
      { environment: { VAULT_OIDC_SESSION: path }, steps: [step] },
      { status: 7, codes: ['SESSION_UNUSABLE'] },
    );
    expect(existsSync(path)).toBe(false);
    expect(told[0]?.why).toContain(place);
    expect(told[0]?.next.join()).toContain('unset VAULT_OIDC_SESSION');
  });
});
