import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure } from '../support/expect-failure.ts';
import { listAccessors } from '../support/openbao/tokens.ts';
import type { RunningStep } from '../support/runner/run-step.ts';
import { auth } from '../support/session-steps.ts';
import {
  type JobWish,
  loadSecrets,
  startVaultJobs,
  type VaultJobs,
} from '../support/vault-jobs.ts';
import { watchServer } from '../support/watched-server.ts';

const load = (parameters: object = {}): unknown =>
  loadSecrets('secret/app key | APP_KEY', parameters);

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  const data = { key: 'kept-or-not-at-all', long: 'a line of a long value\n'.repeat(4000) };
  await jobs.server.write('secret/data/app', { data });
});
afterAll(() => jobs.stop());

/** Runs a job whose last step fails so; asserts that no token outlives it that was not there before. */
async function expectCleanEnd(wish: JobWish, status: number, codes: readonly string[]) {
  const before = await listAccessors(jobs.server);
  const failed = await expectFailure(jobs, wish, { status, codes });
  expect(await listAccessors(jobs.server)).toEqual(before);
  return failed;
}

/** Node as an image's own, begun by a shell that runs this first; `options` are Node's. */
function writeNode(first: string, options = ''): string {
  return `#!/bin/sh\n${first}\nexec '${process.execPath}' ${options} "$@"\n`;
}

describe("the command's time", () => {
  const hanging = '#!/bin/sh\nexec sleep 60\n';
  const steps = [load({ timeout: '2s' })];

  it.each<[string, string, JobWish]>([
    ['minting', 'a token was minted', { token: '', standIns: { circleci: hanging }, steps }],
    [
      'a shell that gives nothing back',
      'bash had read the lines of $BASH_ENV',
      { standIns: { bash: hanging }, steps },
    ],
    [
      'what waits in the file of earlier steps',
      'bash had read the lines of $BASH_ENV',
      { bashEnv: '[ "$BASH_ENV" ] || sleep 60\n', steps },
    ],
  ])('ends %s', async (_title, aim, wish) => {
    const { told } = await expectCleanEnd(wish, 5, ['TIMED_OUT']);
    expect(told[0]).toEqual({
      what: `The command's time was up before ${aim}.`,
      why: 'the parameter "timeout" bounds the whole command',
      next: ['run the job again', 'give timeout a longer time if that is known to be slow'],
      code: 'TIMED_OUT',
    });
  });
});

describe('an output that nobody reads', () => {
  const onlyInSteps = (line: string): string => `[ -z "$VAULT_OIDC_COMMAND" ] || ${line}\n`;
  const leave =
    (...streams: ('stdout' | 'stderr')[]) =>
    (step: RunningStep, place: number): void => {
      if (place === 0) for (const stream of streams) step.leave(stream);
    };

  it.each<[string, JobWish]>([
    ['closed for load-secrets', { bashEnv: onlyInSteps('exec 1>&-'), steps: [load()] }],
    ['closed for auth', { bashEnv: onlyInSteps('exec 1>&-'), steps: [auth()] }],
    ['full', { bashEnv: onlyInSteps('exec 1>/dev/full'), steps: [load()] }],
    ['left by the reader of load-secrets', { onStart: leave('stdout'), steps: [load()] }],
    ['left by the reader of auth', { onStart: leave('stdout'), steps: [auth()] }],
  ])('ends the step before anything is handed over: %s', async (_title, wish) => {
    await expectCleanEnd(wish, 7, ['OUTPUT_CLOSED']);
  });

  it.each<[string, JobWish]>([
    ['closed', { bashEnv: onlyInSteps('exec 1>&- 2>&-'), steps: [load()] }],
    ['left by their reader', { onStart: leave('stdout', 'stderr'), steps: [load()] }],
  ])('does so too where nobody can be told, for both are %s', async (_title, wish) => {
    const { step } = await expectCleanEnd(wish, 7, []);
    expect(step.output).toBe('');
  });

  it.each<[string, JobWish]>([
    ['standard error is closed', { bashEnv: onlyInSteps('exec 2>&-'), steps: [load()] }],
    ['the reader of standard error is gone', { onStart: leave('stderr'), steps: [load()] }],
    ['it is thrown away', { bashEnv: onlyInSteps('exec >/dev/null'), steps: [load()] }],
  ])('does not matter where %s', async (_title, wish) => {
    const environment = { VAULT_TOKEN: 'of-nobody-and-told-in-a-note' };
    const outcome = await jobs.run({ ...wish, environment });
    expect(outcome.step(0).status).toBe('success');
    expect(outcome.environment['APP_KEY']).toBe('kept-or-not-at-all');
  });

  it('does not matter once the values are handed over', async () => {
    const before = await listAccessors(jobs.server);
    await using watched = await watchServer(jobs.server.address, (path, step) => {
      if (path === 'auth/token/revoke-self') step.leave('stdout');
      return undefined;
    });
    const outcome = await jobs.run({ ...watched.wish, steps: [load()] });
    expect(outcome.step(0)).toMatchObject({ status: 'success', stderr: '' });
    expect(outcome.step(0).stdout).toMatch(/\n {2}APP_KEY .+\n$/);
    expect(outcome.environment['APP_KEY']).toBe('kept-or-not-at-all');
    expect(await listAccessors(jobs.server)).toEqual(before);
  });
});

describe('a file that may not grow as long as it must', () => {
  const steps = [loadSecrets('secret/app long | APP_LONG')];

  it.each<[string, string, Omit<JobWish, 'steps'>]>([
    ['at all', 'ulimit -f 0', { bashEnv: 'export OLD=1\n' }],
    ['at all, nor be made', 'ulimit -f 0', {}],
    ['but by a part', 'ulimit -f 8', { bashEnv: 'export OLD=1\n' }],
    ['but by a part, and is new', 'ulimit -f 8', {}],
  ])('is as it was: not %s', async (_title, limit, wish) => {
    const standIns = { node: writeNode(limit) };
    const { told } = await expectCleanEnd({ ...wish, standIns, steps }, 7, [
      'BASH_ENV_NOT_WRITTEN',
    ]);
    expect(told[0]?.why).toMatch(/\((EFBIG|ENOSPC)\); the file is as it was$/);
  });
});

describe('a fault of our own', () => {
  const message = 'a secret may be in here';

  it.each([
    ['an error that nothing catches', `throw new TypeError("${message}")`],
    ['a promise that nobody awaits', `Promise.reject(new TypeError("${message}"))`],
  ])('ends the step cleanly: %s', async (_title, fault) => {
    const trap = `--import 'data:text/javascript,process.on("SIGUSR2",()=>{${fault}})'`;
    await using watched = await watchServer(jobs.server.address, (path, step) => {
      if (path !== 'secret/data/app') return undefined;
      step.send('SIGUSR2');
      return 'silent';
    });
    const wish = { ...watched.wish, standIns: { node: writeNode('', trap) }, steps: [load()] };
    const { told, step } = await expectCleanEnd(wish, 70, ['INTERNAL_FAULT']);
    expect(told[0]?.why).toBe('an unexpected TypeError');
    expect(step.output).not.toContain(message);
    expect(step.stdout).toMatch(/\nvault-oidc: revoked the token\n$/);
  });
});
