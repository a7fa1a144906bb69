import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CompiledJob } from './compile-job.ts';
import type { RunStep } from './compile-run.ts';
import type { CompiledStep } from './compile-steps.ts';
import { type Place, type PlaceOptions, preparePlace, resolvePath } from './job-place.ts';
import { type RunningStep, type StepOutcome, startStep } from './run-step.ts';

/** What the job meets: its variables, its place, and the time it has. */
export interface RunOptions extends PlaceOptions {
  /** The directory that holds the job's own; it is kept. Left out: a new one, removed at the end. */
  readonly directory?: string;
  /** Each step is stopped after this time; 60 s when left out. */
  readonly stepTimeoutMs?: number;
  /** Ends the step under way and with it the job, which then throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Given each step that runs as it starts, with its place among the job's steps, from 0. */
  readonly onStart?: (step: RunningStep, place: number) => void;
  /** Told of each step as it ends; of one in the background as it starts, and again with the job's end. */
  readonly onStep?: (step: StepResult) => void;
}

export interface StepResult extends StepOutcome {
  readonly name: string;
  readonly isBackground: boolean;
  /**
   * A step in the background was `started`, and is in the end `stopped` with the job if
   * it has not ended before. However that was, it is no failure of the job.
   */
  readonly status: 'success' | 'failed' | 'skipped' | 'passed over' | 'started' | 'stopped';
}

export interface JobResult {
  readonly succeeded: boolean;
  readonly steps: readonly StepResult[];
}

/** A step that was started, skipped or passed over. */
interface BegunStep {
  readonly result: StepResult;
  /** What goes on in the background. */
  readonly background?: RunningStep;
}

// CircleCI, "Configuration reference", default shell options of Linux.
const defaultShell = '/bin/bash -eo pipefail';

/**
 * Runs a job's steps, each in a fresh shell with its own environment, as
 * CircleCI does. The environment of this process is not passed on. Nothing that
 * a step started outlives the job.
 */
export async function runJob(job: CompiledJob, options: RunOptions = {}): Promise<JobResult> {
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'vault-oidc-job-'));
  const begun: BegunStep[] = [];
  let succeeded = true;
  try {
    const place = preparePlace(job, options, directory);
    for (const step of job.steps) {
      options.signal?.throwIfAborted();
      const next = await beginStep(step, job, place, succeeded, options);
      begun.push(next);
      options.signal?.throwIfAborted();
      if (next.result.status === 'failed') succeeded = false;
      options.onStep?.(next.result);
    }
    const steps = await Promise.all(begun.map(finishStep));
    for (const step of steps) {
      if (step.isBackground) options.onStep?.(step);
    }
    return { succeeded, steps };
  } finally {
    await Promise.all(begun.map(finishStep));
    if (options.directory === undefined) rmSync(directory, { recursive: true, force: true });
  }
}

async function beginStep(
  step: CompiledStep,
  job: CompiledJob,
  place: Place,
  succeeded: boolean,
  options: RunOptions,
): Promise<BegunStep> {
  const { name } = step;
  if (step.kind === 'passed over') return { result: describeIdle(name, 'passed over') };
  const isDue = step.when === 'always' || (step.when === 'on_success') === succeeded;
  if (!isDue) return { result: describeIdle(name, 'skipped') };
  const running = startRun(step, job, place, options);
  options.onStart?.(running, job.steps.indexOf(step));
  if (step.isBackground) {
    const result = { ...describeIdle(name, 'started'), isBackground: true };
    return { result, background: running };
  }
  options.signal?.addEventListener('abort', running.end);
  const outcome = await running.outcome;
  options.signal?.removeEventListener('abort', running.end);
  return { result: { name, isBackground: false, status: judge(outcome), ...outcome } };
}

function startRun(step: RunStep, job: CompiledJob, place: Place, options: RunOptions): RunningStep {
  return startStep(step.command, {
    shell: step.shell ?? job.shell ?? defaultShell,
    directory: resolvePath(place.workingDirectory, step.workingDirectory ?? '.', place.home),
    environment: { ...place.environment, ...step.environment },
    timeoutMs: options.stepTimeoutMs ?? 60_000,
  });
}

/** Ends what still goes on in the background, and gives what it printed. */
async function finishStep({ result, background }: BegunStep): Promise<StepResult> {
  if (background === undefined) return result;
  const didEnd = background.end();
  const outcome = await background.outcome;
  const isStopped = didEnd && outcome.exitStatus === undefined;
  return { ...result, ...outcome, status: isStopped ? 'stopped' : judge(outcome) };
}

function judge({ exitStatus }: StepOutcome): 'success' | 'failed' {
  return exitStatus === 0 ? 'success' : 'failed';
}

function describeIdle(name: string, status: StepResult['status']): StepResult {
  const nothing = { stdout: '', stderr: '', output: '' };
  return { name, isBackground: false, status, exitStatus: undefined, ...nothing, durationMs: 0 };
}
