import { stringify } from 'yaml';
import { type CompiledJob, compileJob, type JobSource } from './compile-job.ts';
import type { RunStep } from './compile-run.ts';

/** What a config of one job holds beside that; left out, the job does nothing of note. */
export interface SmallConfig extends Omit<JobSource, 'config' | 'orbs'> {
  /** Steps of the job. */
  readonly steps?: unknown;
  /** Further keys of the job. */
  readonly jobKeys?: object;
  /** What the workflow gives the job. */
  readonly given?: object;
  /** An inline orb, which goes by the name "orb". */
  readonly orb?: object;
  /** Further keys of the config, such as `commands`. */
  readonly keys?: object;
  /** Orb YAML by its name without a version. */
  readonly orbs?: JobSource['orbs'];
}

/** Compiles the job "build" of a config that is written out from its parts. */
export function compileSmallConfig(wish: SmallConfig): CompiledJob {
  const { steps = [{ run: 'true' }], jobKeys, given = {}, orb, keys, orbs = {}, ...source } = wish;
  const config = {
    version: 2.1,
    ...(orb === undefined ? {} : { orbs: { orb } }),
    jobs: { build: { docker: [{ image: 'cimg/base:current' }], steps, ...jobKeys } },
    workflows: { main: { jobs: [{ build: given }] } },
    ...keys,
  };
  return compileJob({ config: stringify(config, { version: '1.1' }), orbs, ...source });
}

/** The steps of a job that run something. */
export function listRuns({ steps }: CompiledJob): RunStep[] {
  return steps.filter((step) => step.kind === 'run');
}

/** What the steps of a job run. */
export function listCommands(job: CompiledJob): string[] {
  return listRuns(job).map(({ command }) => command);
}
