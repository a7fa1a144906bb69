import { expect } from 'vitest';
import { expectNoCanary, readFailures } from './expect-failure.ts';
import type { StepResult } from './runner/run-job.ts';
import { type JobOutcome, type JobWish, loadSecrets, type VaultJobs } from './vault-jobs.ts';

export interface Loaded {
  /** What a later step has in its environment beyond what the job began with. */
  readonly variables: Readonly<Record<string, string>>;
  readonly step: StepResult;
  readonly outcome: JobOutcome;
}

/** What the job's wish may say beside its steps, and the command's other parameters. */
export interface LoadWish extends Omit<JobWish, 'steps'> {
  readonly parameters?: object;
  /** Steps in front of the one that loads. */
  readonly before?: readonly unknown[];
}

// CircleCI's variables, the shell's own, and those that lead to the test's server.
const ownNames =
  /^(PATH|HOME|TMPDIR|USER|LANG|CI|CIRCLE\w*|BASH_ENV|PWD|OLDPWD|SHLVL|_|VAULT_\w+|STAND_IN_\w+)$/;

/**
 * Runs a job whose last step loads these secrets. Asserts that the step succeeded,
 * that nothing but notes is on its standard error, and that no token or secret of
 * the server is in its output.
 */
export async function loadVariables(
  jobs: VaultJobs,
  secrets: string,
  { parameters = {}, before = [], ...wish }: LoadWish = {},
): Promise<Loaded> {
  const steps = [...before, loadSecrets(secrets, parameters)];
  const outcome = await jobs.run({ ...wish, steps });
  expectNoCanary(jobs, outcome);
  const step = outcome.step(before.length);
  const { told, rest } = readFailures(step.stderr);
  expect({ status: step.exitStatus, told, rest }).toEqual({ status: 0, told: [], rest: [] });
  const variables = Object.entries(outcome.environment).filter(
    ([name, value]) => !ownNames.test(name) && wish.environment?.[name] !== value,
  );
  return { variables: Object.fromEntries(variables), step, outcome };
}
