import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure } from '../support/expect-failure.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

const value = 'it\'s $(touch PWNED) "quoted"\n';
const load = loadSecrets('secret/app key | APP_KEY');

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  await jobs.server.write('secret/data/app', { data: { key: value } });
});
afterAll(() => jobs.stop());

describe('what earlier steps left in the file', () => {
  const empty = { run: { when: 'always', command: ': > "$BASH_ENV"' } };
  // With sh, whose own start the file cannot break.
  const inspect = (command: string): unknown => ({
    run: { name: 'inspect', when: 'always', shell: 'dash', command },
  });
  const advised = `bash -c 'eval "$(cat "$BASH_ENV"; echo echo reached)"'`;

  it.each([
    ['an open quote', "export OLD='oops\n"],
    ['an open double quote', 'export OLD="oops\n'],
    ['an open here-document', 'cat << END > /dev/null\n'],
    ['an open condition', 'if true; then\n'],
    ['a syntax error', ')\n'],
    ['a line that goes on', 'true \\\n'],
    ['a return', 'return 0\n'],
    ['an exit', 'exit 0\n'],
    ['a read-only name', 'readonly APP_KEY=old\n'],
  ])('would swallow the secrets, and is found as advised: %s', async (_title, bashEnv) => {
    const { told, outcome } = await expectFailure(
      jobs,
      { shell: 'dash -e', bashEnv, steps: [load, inspect(advised), empty] },
      { status: 7, codes: ['BASH_ENV_UNUSABLE'], step: 0 },
    );
    expect(told[0]?.what).toMatch(/^What is added to .+ would not be seen\.$/);
    expect(told[0]?.next[0]).toContain(advised);
    const { stdout, stderr } = outcome.step(1);
    expect(stdout === 'reached\n' && stderr === '').toBe(false);
  });

  it.each([
    ['a failing command', 'false\nno-such-command\n'],
    ['a file that is not there', '. /nonexistent/env.sh\n'],
    ['strict options', 'set -eu\n'],
    ['talk', 'echo talk; echo talk >&2\n'],
    ['a read', 'read -r answer\n'],
    ['a last word', "trap 'echo bye' EXIT\n"],
    ['a word before every command', "trap 'echo dbg' DEBUG\n"],
    ['a word that ends no line', "trap 'printf dbg' DEBUG\n"],
    ['a return inside a function', 'choose() { return 1; }; choose\n'],
    ['a here-document', 'cat << END > /dev/null\nit is "open\nEND\n'],
    ['bytes that are no text', 'export ODD=\xff\n'],
  ])('does not matter: %s', async (_title, bashEnv) => {
    const steps = [inspect(advised), load, { run: '[ "$APP_KEY" ]' }, empty];
    const outcome = await jobs.run({ bashEnv, steps });
    expect(outcome.succeeded).toBe(true);
    expect(outcome.step(0).stdout).toMatch(/reached$/m);
    expect(outcome.listChangedFiles(1)).toEqual(['tmp/.bash_env-0-build']);
  });

  it('may take its time, and the step says what it waits for', async () => {
    // Longer than a shell that does not answer would be waited for.
    const bashEnv = '[ "$BASH_ENV" ] || sleep 11\n';
    const outcome = await jobs.run({ bashEnv, steps: [load] });
    expect(outcome.environment['APP_KEY']).toBe(value);
    expect(outcome.step(0).stdout).toMatch(/still having a shell read .+ \(3 s\)\n/);
  });
});
