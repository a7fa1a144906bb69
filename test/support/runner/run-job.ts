import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative, resolve } from 'node:path';
import type { CompiledJob } from './compile-job.ts';
import type { RunStep } from './compile-run.ts';
import type { CompiledStep } from './compile-steps.ts';
import { type RunningStep, type StepOutcome, startStep } from './run-step.ts';
import { type StandIns, writeStandIns } from './stand-ins.ts';

/** What the job meets: its variables, its place, and the time it has. */
export interface RunOptions {
  /** Variables of the project and the contexts. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Commands that CircleCI puts on the PATH of a job. */
  readonly standIns?: StandIns;
  /** The PATH behind the stand-ins; left out, that of this process. */
  readonly path?: string;
  /** The directory that holds the job's own; it is kept. Left out: a new one, removed at the end. */
  readonly directory?: string;
  /** Each step is stopped after this time; 60 s when left out. */
  readonly stepTimeoutMs?: number;
  /** Ends the step under way and with it the job, which then throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Given each step that runs as it starts, with its place among the job's steps, from 0. */
  readonly onStart?: (step: RunningStep, place: number) => void;
  /** Told of each step as it ends, of one in the background as it starts. */
  readonly onStep?: (step: StepResult) => void;
}

export interface StepResult extends StepOutcome {
  readonly name: string;
  /** A step in the background counts as a success, however it ends. */
  readonly status: 'success' | 'failed' | 'skipped' | 'passed over';
}

export interface JobResult {
  readonly succeeded: boolean;
  readonly steps: readonly StepResult[];
}

/** Where a running job lives. */
interface Place {
  readonly home: string;
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
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
    return { succeeded, steps: await Promise.all(begun.map(finishStep)) };
  } finally {
    await Promise.all(begun.map(finishStep));
    if (options.directory === undefined) rmSync(directory, { recursive: true, force: true });
  }
}

function preparePlace(job: CompiledJob, options: RunOptions, directory: string): Place {
  const home = join(directory, 'home');
  const workingDirectory = resolvePath(home, job.workingDirectory ?? '~/project', home);
  if (relative(directory, workingDirectory).startsWith('..')) {
    throw new Error(`the job's working directory ${workingDirectory} is not below ${directory}`);
  }
  const temporary = join(directory, 'tmp');
  for (const path of [home, workingDirectory, temporary]) mkdirSync(path, { recursive: true });
  const bin = writeStandIns(join(directory, 'bin'), options.standIns ?? {});
  const path = options.path ?? process.env['PATH'] ?? '';
  return {
    home,
    workingDirectory,
    // CircleCI, "Introduction to environment variables", order of precedence: the
    // image's, those of project and context, CircleCI's own, the job's.
    environment: {
      PATH: [bin, path].join(delimiter),
      HOME: home,
      TMPDIR: temporary,
      USER: 'circleci',
      LANG: 'C.UTF-8',
      BASH_ENV: join(temporary, '.bash_env-0-build'),
      ...options.environment,
      CI: 'true',
      CIRCLECI: 'true',
      CIRCLE_JOB: job.name,
      CIRCLE_WORKING_DIRECTORY: workingDirectory,
      CIRCLE_WORKFLOW_ID: randomUUID(),
      CIRCLE_PIPELINE_ID: randomUUID(),
      ...job.environment,
    },
  };
}

function resolvePath(base: string, path: string, home: string): string {
  return resolve(base, path.replace(/^~(?=\/|$)/, home));
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
  if (step.isBackground) return { result: describeIdle(name, 'success'), background: running };
  options.signal?.addEventListener('abort', running.end);
  const outcome = await running.outcome;
  options.signal?.removeEventListener('abort', running.end);
  return { result: { name, status: outcome.exitStatus === 0 ? 'success' : 'failed', ...outcome } };
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
  background.end();
  return { ...result, ...(await background.outcome) };
}

function describeIdle(name: string, status: StepResult['status']): StepResult {
  const nothing = { stdout: '', stderr: '', output: '' };
  return { name, status, exitStatus: undefined, ...nothing, durationMs: 0 };
}
