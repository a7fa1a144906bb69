import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StepResult } from '../../support/runner/run-job.ts';
import { runSteps } from '../../support/runner/run-steps.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Whether a process lives; one that ended and that nobody asked after does not. */
function isAlive(processId: number): boolean {
  const status = `/proc/${processId}/stat`;
  if (!existsSync(status)) return false;
  return !/\) Z /.test(readFileSync(status, 'utf8'));
}

/** Waits for the moment between the signal that ends a process and its end. */
async function awaitEnd(processId: number): Promise<void> {
  expect(processId).toBeGreaterThan(1);
  await vi.waitUntil(() => !isAlive(processId), 10_000);
}

describe('a step in the background', () => {
  const serve = {
    run: {
      name: 'serve',
      background: true,
      command: 'echo $$ > ~/pid; echo began; sleep 60 & echo $! > ~/child; wait',
    },
  };
  const waitForFile = 'until [ -s ~/child ]; do sleep 0.01; done';

  it('goes on while the others run, is ended with the job, and its output is kept', async () => {
    const steps = [serve, { run: `${waitForFile}; kill -0 "$(cat ~/pid)"; cat ~/pid ~/child` }];
    const result = await runSteps(steps);
    expect(result.succeeded).toBe(true);
    expect(result.steps[0]).toMatchObject({
      name: 'serve',
      status: 'stopped',
      exitStatus: undefined,
      output: 'began\n',
    });
    const processes = (result.steps[1]?.stdout ?? '').trim().split('\n').map(Number);
    expect(processes).toHaveLength(2);
    await Promise.all(processes.map(awaitEnd));
  });

  it('is no failure of the job when it ends badly, or does not start', async () => {
    const steps = [
      { run: { command: 'echo $$ > ~/pid; exit 9', background: true } },
      { run: { command: 'true', background: true, shell: '/no/shell' } },
      { run: 'until [ -s ~/pid ]; do sleep 0.01; done' },
      { run: 'while kill -0 "$(cat ~/pid)"; do sleep 0.01; done' },
    ];
    const told: unknown[] = [];
    const onStep = ({ status, exitStatus }: StepResult): void => {
      told.push([status, exitStatus]);
    };
    const result = await runSteps(steps, { onStep });
    expect(result.succeeded).toBe(true);
    const [died, unstarted, ...others] = [
      ['failed', 9],
      ['failed', undefined],
      ['success', 0],
      ['success', 0],
    ];
    expect(result.steps.map(({ status, exitStatus }) => [status, exitStatus])).toEqual([
      died,
      unstarted,
      ...others,
    ]);
    const started = ['started', undefined];
    expect(told).toEqual([started, started, ...others, died, unstarted]);
  });

  it('is ended as well when what is told of a step throws', async () => {
    const steps = [serve, { run: waitForFile }];
    const onStep = ({ name }: StepResult): void => {
      if (name === waitForFile) throw new Error('enough');
    };
    await expect(runSteps(steps, { directory, onStep })).rejects.toThrow('enough');
    const child = readFileSync(join(directory, 'home', 'child'), 'utf8');
    await awaitEnd(Number(child));
  });
});

describe('the end of a step', () => {
  it('is its time limit, for all that it started, and what it printed is kept', async () => {
    const command = 'trap "" TERM; echo out; echo err >&2; sleep 60 & echo $!; wait';
    const result = await runSteps(
      [{ run: command }, { run: { command: 'echo on', when: 'always' } }],
      {
        stepTimeoutMs: 2_000,
      },
    );
    const [step, next] = result.steps;
    expect(step).toMatchObject({ status: 'failed', exitStatus: undefined, stderr: 'err\n' });
    await awaitEnd(Number(step?.stdout.split('\n')[1]));
    expect(next?.output).toBe('on\n');
  });

  it('does not wait for what it left behind, but ends it', async () => {
    const [step] = (await runSteps([{ run: 'sleep 60 & echo $!' }])).steps;
    expect(step).toMatchObject({ status: 'success', exitStatus: 0 });
    await awaitEnd(Number(step?.stdout));
  });

  it('does not wait for what left its process group, and cannot end it', async () => {
    const leave = "setsid sh -c 'echo $$ > out; exec sleep 30' & until [ -s out ]; do :; done";
    const [step] = (await runSteps([{ run: `${leave}; cat out` }])).steps;
    const left = Number(step?.stdout);
    expect(step).toMatchObject({ status: 'success', exitStatus: 0 });
    expect(isAlive(left)).toBe(true);
    process.kill(left, 'SIGKILL');
  });

  it.each([
    ['its shell is not there', { shell: '/no/such/shell -c', command: 'true' }, 'ENOENT'],
    ['its directory is not there', { working_directory: 'nowhere', command: 'true' }, 'ENOENT'],
    [
      'its environment is too long for the system',
      { environment: { LONG: 'secret'.repeat(22_000) }, command: 'true' },
      'E2BIG',
    ],
  ])('comes at once when %s', async (_title, step, code) => {
    const steps = [{ run: step }, { run: { command: 'echo on', when: 'on_fail' } }];
    const [failed, next] = (await runSteps(steps)).steps;
    expect(failed).toMatchObject({
      status: 'failed',
      exitStatus: undefined,
      output: `the shell did not start: ${code}\n`,
    });
    expect(next?.output).toBe('on\n');
  });

  it('is that of the job when the signal says so', async () => {
    const stop = new AbortController();
    const steps = [{ run: 'sleep 60 & echo $! > ~/child; wait' }, { run: 'touch ~/on' }];
    const running = runSteps(steps, { directory, signal: stop.signal });
    const child = join(directory, 'home', 'child');
    await vi.waitUntil(() => existsSync(child) && readFileSync(child, 'utf8') !== '', 10_000);
    stop.abort(new Error('stopped'));
    await expect(running).rejects.toThrow('stopped');
    await awaitEnd(Number(readFileSync(child, 'utf8')));
    expect(existsSync(join(directory, 'home', 'on'))).toBe(false);
  });
});
