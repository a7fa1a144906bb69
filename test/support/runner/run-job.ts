import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { CompiledJob } from './compile-job.ts';
import type { RunStep } from './compile-steps.ts';
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
  /** Told of each step as it ends. */
  readonly onStep?: (step: StepResult) => void;
}

export interface StepResult {
  readonly name: string;
  readonly status: 'success' | 'failed' | 'skipped' | 'passed over';
  /** Undefined for a step that did not run or was stopped. */
  readonly exitStatus: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, as they came. */
  readonly output: string;
  readonly durationMs: number;
}

export interface JobResult {
  readonly succeeded: boolean;
  readonly steps: readonly StepResult[];
}

/** Where a running job lives. */
interface Place {
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
}

// CircleCI, "Configuration reference", default shell options of Linux.
const defaultShell = '/bin/bash -eo pipefail';

/**
 * Runs a job's steps, each in a fresh shell with its own environment, as
 * CircleCI does. The environment of this process is not passed on.
 */
export async function runJob(job: CompiledJob, options: RunOptions = {}): Promise<JobResult> {
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'vault-oidc-job-'));
  const place = preparePlace(job, options, directory);
  const background: ChildProcess[] = [];
  const steps: StepResult[] = [];
  let succeeded = true;
  try {
    for (const step of job.steps) {
      const result =
        step.kind === 'run'
          ? await runWhenDue(step, job, place, succeeded, options, background)
          : describeIdle(step.name, 'passed over');
      if (result.status === 'failed') succeeded = false;
      steps.push(result);
      options.onStep?.(result);
    }
  } finally {
    for (const child of background) killGroup(child);
    if (options.directory === undefined) rmSync(directory, { recursive: true, force: true });
  }
  return { succeeded, steps };
}

function preparePlace(job: CompiledJob, options: RunOptions, directory: string): Place {
  const home = join(directory, 'home');
  const workingDirectory = job.workingDirectory?.replace(/^~/, home) ?? join(home, 'project');
  const temporary = join(directory, 'tmp');
  for (const path of [home, workingDirectory, temporary]) mkdirSync(path, { recursive: true });
  const bin = writeStandIns(join(directory, 'bin'), options.standIns ?? {});
  const path = options.path ?? process.env['PATH'] ?? '';
  return {
    workingDirectory,
    environment: {
      PATH: [bin, path].join(delimiter),
      HOME: home,
      TMPDIR: temporary,
      USER: 'circleci',
      LANG: 'C.UTF-8',
      CI: 'true',
      CIRCLECI: 'true',
      CIRCLE_JOB: job.name,
      CIRCLE_WORKING_DIRECTORY: workingDirectory,
      CIRCLE_WORKFLOW_ID: randomUUID(),
      CIRCLE_PIPELINE_ID: randomUUID(),
      BASH_ENV: join(temporary, '.bash_env-0-build'),
      ...options.environment,
      ...job.environment,
    },
  };
}

async function runWhenDue(
  step: RunStep,
  job: CompiledJob,
  place: Place,
  succeeded: boolean,
  options: RunOptions,
  background: ChildProcess[],
): Promise<StepResult> {
  const isDue = step.when === 'always' || (step.when === 'on_success') === succeeded;
  if (!isDue) return describeIdle(step.name, 'skipped');
  const child = startStep(step, job, place);
  if (!step.isBackground) return watchStep(step, child, options.stepTimeoutMs ?? 60_000);
  background.push(child);
  child.stdout?.resume();
  child.stderr?.resume();
  return describeIdle(step.name, 'success');
}

function startStep(step: RunStep, job: CompiledJob, place: Place): ChildProcess {
  const shell = step.shell ?? job.shell ?? defaultShell;
  const [program = '', ...args] = shell.split(/\s+/);
  return spawn(program, [...args, '-c', step.command], {
    cwd: step.workingDirectory ?? place.workingDirectory,
    env: { ...place.environment, ...step.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
}

function watchStep(step: RunStep, child: ChildProcess, timeoutMs: number): Promise<StepResult> {
  const started = performance.now();
  const texts = { stdout: '', stderr: '', output: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (chunk: string) => {
      texts[stream] += chunk;
      texts.output += chunk;
    });
  }
  const timer = setTimeout(() => killGroup(child), timeoutMs);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({
        name: step.name,
        status: code === 0 ? 'success' : 'failed',
        exitStatus: code ?? undefined,
        ...texts,
        durationMs: performance.now() - started,
      });
    });
  });
}

/** Ends a step and whatever it started: each runs in a process group of its own. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

function describeIdle(name: string, status: StepResult['status']): StepResult {
  const nothing = { stdout: '', stderr: '', output: '' };
  return { name, status, exitStatus: undefined, ...nothing, durationMs: 0 };
}
