import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure, expectNoCanary } from '../support/expect-failure.ts';
import { linkPrograms } from '../support/program-directory.ts';
import { auth } from '../support/session-steps.ts';
import { unreadNote } from '../support/unread-note.ts';
import {
  type JobWish,
  loadSecrets,
  startVaultJobs,
  type VaultJobs,
} from '../support/vault-jobs.ts';

const value = 'it\'s $(touch PWNED) "quoted"\n';
const line = `export APP_KEY='it'\\''s $(touch PWNED) "quoted"\n'\n`;
const load = loadSecrets('secret/app key | APP_KEY');

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  await jobs.server.write('secret/data/app', { data: { key: value } });
});
afterAll(() => jobs.stop());

describe('the file that BASH_ENV names', () => {
  it('is made for the user of the job alone when it is not there', async () => {
    const { bashEnv, bashEnvMode } = await jobs.run({ steps: [load] });
    expect({ bashEnv, bashEnvMode }).toEqual({ bashEnv: line, bashEnvMode: 0o600 });
  });

  it.each([
    ['after its last line', 'export OLD=1\n', `export OLD=1\n${line}`],
    ['after a newline where its last line lacks one', 'export OLD=1', `export OLD=1\n${line}`],
    ['at its beginning when it is empty', '', line],
  ])('is added to %s', async (_title, before, after) => {
    const outcome = await jobs.run({ bashEnv: before, steps: [load] });
    expect(outcome.bashEnv).toBe(after);
    expect(outcome.environment['APP_KEY']).toBe(value);
  });

  it.each(['0644', '0600', '0460'])('keeps its mode %s', async (mode) => {
    const chmod = { run: `chmod ${mode} "$BASH_ENV"` };
    const outcome = await jobs.run({ bashEnv: '', steps: [chmod, load] });
    expect(outcome.bashEnvMode).toBe(Number.parseInt(mode, 8));
  });
});

describe('a place where secrets cannot or must not go', () => {
  const unusable = { code: 'BASH_ENV_UNUSABLE', why: 'a link, a directory or a device' };
  const tidy = { run: { when: 'always', command: 'rm -rf "$BASH_ENV"' } };

  // With sh, which leaves BASH_ENV alone: bash itself would wait at a FIFO.
  it.each([
    ['a link', 'echo : > "$HOME/else"; ln -s "$HOME/else" "$BASH_ENV"', unusable],
    ['a link to nowhere', 'ln -s "$HOME/else" "$BASH_ENV"', unusable],
    ['a file with a second name', 'echo : > "$HOME/else"; ln "$HOME/else" "$BASH_ENV"', unusable],
    ['a FIFO', 'mkfifo "$BASH_ENV"', unusable],
    [
      'a directory',
      'mkdir "$BASH_ENV"',
      { code: 'BASH_ENV_NOT_WRITTEN', why: 'it is a directory (EISDIR)' },
    ],
    [
      'a path in no directory',
      'rmdir "${BASH_ENV%/*}"',
      { code: 'BASH_ENV_NOT_WRITTEN', why: 'its directory does not exist (ENOENT)' },
    ],
  ])('%s', async (_title, prepare, { code, why }) => {
    const { told, outcome } = await expectFailure(
      jobs,
      { shell: 'dash -e', steps: [{ run: prepare }, load, tidy] },
      { status: 7, codes: [code], step: 1 },
    );
    expect(told[0]?.why).toContain(why);
    expect(outcome.step(1).stdout).toContain('revoked the token');
  });

  it.each([
    ['a device', '/dev/null', 'a link, a directory or a device'],
    ['no name at all', '', 'BASH_ENV, which names the file that they read, is not set'],
  ])('%s', async (_title, BASH_ENV, why) => {
    const { told } = await expectFailure(
      jobs,
      { environment: { BASH_ENV }, steps: [load] },
      { status: 7, codes: ['BASH_ENV_UNUSABLE'] },
    );
    expect(told[0]?.why).toContain(why);
  });

  it('is told by auth too, which then keeps no session', async () => {
    const before = jobs.server.listRequests().length;
    await expectFailure(
      jobs,
      {
        shell: 'dash -e',
        steps: [{ run: 'mkdir "$BASH_ENV"' }, auth(), tidy],
      },
      { status: 7, codes: ['BASH_ENV_NOT_WRITTEN'], step: 1 },
    );
    expect(jobs.server.listRequests().slice(before)).toEqual([
      { operation: 'update', path: 'auth/jwt/login', failed: false },
      { operation: 'update', path: 'auth/token/revoke-self', failed: false },
    ]);
  });
});

describe("the shell's own start-up file", () => {
  it('does not matter', async () => {
    const prepare = { run: `echo 'exit 9' > "$HOME/.bashrc"` };
    const bashEnv = 'export OLD=1\n';
    const outcome = await jobs.run({ shell: 'dash -e', bashEnv, steps: [prepare, load] });
    expect(outcome.bashEnv).toBe(bashEnv + line);
  });
});

describe('a shell that does not read the file by itself', () => {
  const bashEnv = 'export OLD=1\n';
  const steps = [
    load,
    { run: { name: 'without', command: 'echo "${APP_KEY-nothing}"' } },
    { run: { name: 'with', command: '. "$BASH_ENV"; [ "$APP_KEY" ] && echo "seen, $OLD"' } },
    { run: { name: 'in bash', shell: '/bin/bash -eo pipefail', command: '[ "$APP_KEY" ]' } },
  ];
  const expectToldHow = async (wish: Omit<JobWish, 'steps'>): Promise<void> => {
    const outcome = await jobs.run({ ...wish, bashEnv, steps });
    expect(outcome.succeeded).toBe(true);
    expect(outcome.step(0).stderr).toBe(unreadNote);
    expect(outcome.step(1).output).toBe('nothing\n');
    expect(outcome.step(2).output).toBe('seen, 1\n');
    expect(outcome.bashEnv).toBe(bashEnv + line);
    expectNoCanary(jobs, outcome);
  };

  it.each(['sh -e', 'dash -e', 'busybox sh -e', 'bash --posix -e', 'bash -eo posix'])(
    'has the step tell how the later ones see the secrets, and that works: %s',
    (shell) => expectToldHow({ shell }),
  );

  it('has it tell so where there is no bash either', async () => {
    using programs = linkPrograms(['sh', 'node', 'cat']);
    await expectToldHow({ shell: 'sh -e', path: programs.path });
  });

  it('has auth tell so too', async () => {
    const outcome = await jobs.run({ shell: 'dash -e', steps: [auth()] });
    expect(outcome.step(0).stderr).toBe(unreadNote);
  });
});
