import { expect } from 'vitest';
import { listCanaries } from './canaries.ts';
import type { StepResult } from './runner/run-job.ts';
import type { JobOutcome, JobWish, VaultJobs } from './vault-jobs.ts';

export interface ExpectedFailure {
  /** The exit status of the step. */
  readonly status: number;
  /** The codes on standard error, in the order in which they are told. */
  readonly codes: readonly string[];
  /** The place of the step that fails, from 0; left out, it is the job's last. */
  readonly step?: number;
  /** Further texts that no output may hold, such as what a dynamic engine made. */
  readonly canaries?: readonly string[];
  /** What the step's shell itself prints on standard error, such as its trace; left out, nothing. */
  readonly shellLines?: readonly string[];
}

/** One failure as the step's reader sees it. */
export interface ToldFailure {
  readonly what: string;
  readonly why: string;
  readonly next: readonly string[];
  readonly code: string;
}

export interface FailedJob {
  readonly outcome: JobOutcome;
  readonly step: StepResult;
  /** In the order in which they were told. */
  readonly told: readonly ToldFailure[];
}

/**
 * Runs a job and asserts that one step of it failed, and cleanly: with this exit
 * status, these codes, each with what, why and next on standard error and beside
 * them nothing but notes; no file of the job changed, `$BASH_ENV` among them;
 * no token and no secret of the server, in any usual encoding, is in the output
 * of any step. Gives what was told, for the test to look at.
 */
export async function expectFailure(
  jobs: VaultJobs,
  wish: JobWish,
  {
    status,
    codes,
    step: place = wish.steps.length - 1,
    canaries = [],
    shellLines = [],
  }: ExpectedFailure,
): Promise<FailedJob> {
  const outcome = await jobs.run(wish);
  expectNoCanary(jobs, outcome, canaries);
  const step = outcome.step(place);
  const { told, rest } = readFailures(step.stderr);
  expect({ status: step.exitStatus, codes: told.map(({ code }) => code), rest }).toEqual({
    status,
    codes,
    rest: shellLines,
  });
  expect(outcome.listChangedFiles(place)).toEqual([]);
  expect(outcome.succeeded).toBe(false);
  return { outcome, step, told };
}

/** Asserts that no step of the job let a token or a secret of the server out. */
export function expectNoCanary(
  jobs: VaultJobs,
  outcome: JobOutcome,
  others: readonly string[] = [],
): void {
  const canaries = [...listCanaries(jobs, outcome, others)];
  const leaks = outcome.steps
    .filter(({ output }) => canaries.some((canary) => output.includes(canary)))
    .map(({ name }) => name);
  // Names alone: a failure's output is read by everybody too.
  expect(leaks, 'steps whose output holds a secret').toEqual([]);
}

const block =
  /^vault-oidc: (?!note: )(?<what>.+(?:\n {8}.*)*)\n {2}why {3}(?<why>\S.*(?:\n {8}.*)*)\n(?<next>(?: {2}next {2}\S.*\n(?: {8}.*\n)*)+) {2}code {2}(?<code>[A-Z0-9_]+)\n/gm;

const note = /^vault-oidc: note: .*\n(?: {8}.*\n)*/gm;

/** The failures in a step's standard error, and the lines that belong to no failure and no note. */
export function readFailures(stderr: string): {
  readonly told: ToldFailure[];
  readonly rest: string[];
} {
  const told = [...stderr.matchAll(block)].map(({ groups = {} }) => ({
    what: groups['what'] ?? '',
    why: groups['why'] ?? '',
    next: (groups['next'] ?? '')
      .trim()
      .split(/\n? {2}next {2}/)
      .map((step) => step.replace(/^next {2}/, '').trim()),
    code: groups['code'] ?? '',
  }));
  const rest = stderr.replace(block, '').replace(note, '').split('\n');
  return { told, rest: rest.filter((line) => line !== '') };
}
