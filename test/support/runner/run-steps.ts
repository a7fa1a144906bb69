import { type JobResult, type RunOptions, runJob } from './run-job.ts';
import { compileSmallConfig, type SmallConfig } from './small-config.ts';

/** Runs a job that has these steps; its directory is gone at the end unless one is given. */
export function runSteps(
  steps: readonly unknown[],
  options: RunOptions = {},
  wish: SmallConfig = {},
): Promise<JobResult> {
  return runJob(compileSmallConfig({ ...wish, steps }), options);
}

/** Runs such a job; gives what each step printed. */
export async function readOutputs(...wish: Parameters<typeof runSteps>): Promise<string[]> {
  const { steps } = await runSteps(...wish);
  return steps.map(({ output }) => output);
}
