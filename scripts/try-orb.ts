import { readFileSync } from 'node:fs';
import { orbAlias } from '../src/inputs/orb-name.ts';
import { type CompiledJob, compileJob } from '../test/support/runner/compile-job.ts';
import { checkWorkingDirectory } from '../test/support/runner/job-place.ts';
import { runJob } from '../test/support/runner/run-job.ts';
import { root } from './bundle-helper.ts';
import { Interruption, watchForInterruption } from './interruption.ts';
import { createPage, type Page } from './page.ts';
import { injectOrb } from './pipeline/inject-orb.ts';
import { Refused, renderRefusal } from './refusal.ts';
import { makeDirectory } from './temporary-directory.ts';
import { copyAtCheckout, findRepository } from './try/check-out.ts';
import { withDemoVault } from './try/demo-surroundings.ts';
import { findLocalOrbs, leavesOrbOpen } from './try/find-local-orbs.ts';
import { addVariables } from './try/hand-on.ts';
import { useOwnVault } from './try/own-surroundings.ts';
import { makePipelineValues } from './try/pipeline-values.ts';
import { readArguments, type TryWish } from './try/read-arguments.ts';
import type { Surroundings } from './try/surroundings.ts';

// CircleCI, "Configuration reference", no_output_timeout.
const longestStepMs = 600_000;

/**
 * Runs a job of any config with the local build of the orb; gives whether it
 * succeeded. Throws when it cannot be run.
 */
async function tryOrb(wish: TryWish, page: Page, signal: AbortSignal): Promise<boolean> {
  page.beginStage('Compile the job with the local build of the orb');
  const job = compileWithLocalOrb(wish, page);

  signal.throwIfAborted();
  page.beginStage('Get ready what the job meets');
  const run = (surroundings: Surroundings): Promise<boolean> =>
    runTried(job, surroundings, page, signal);
  return wish.isDemo
    ? await withDemoVault(page.tell, (demo) => run(addVariables(demo, wish.variables, process.env)))
    : await run(useOwnVault(process.env, wish.variables));
}

async function runTried(
  job: CompiledJob,
  { environment, standIns, notes }: Surroundings,
  page: Page,
  signal: AbortSignal,
): Promise<boolean> {
  for (const note of notes) page.tell(note);
  signal.throwIfAborted();
  page.beginStage(`Run the job ${job.name}`);
  using directory = makeDirectory('try');
  const { succeeded } = await runJob(job, {
    directory: directory.path,
    environment,
    standIns,
    stepTimeoutMs: longestStepMs,
    onStep: page.showStep,
    signal,
  });
  page.tell(succeeded ? 'the job succeeded' : 'the job failed');
  return succeeded;
}

function compileWithLocalOrb(wish: TryWish, page: Page): CompiledJob {
  const config = readFileSync(wish.config, 'utf8');
  const orb = readFileSync(`${root}dist/orb.yml`, 'utf8');
  const isOpen = leavesOrbOpen(config);
  const names = findLocalOrbs(config);
  const job = compileJob({
    config: isOpen ? injectOrb(config, orb) : config,
    orbs: Object.fromEntries(names.map((name) => [name, orb])),
    pipelineValues: makePipelineValues(),
    ...(wish.job === undefined ? {} : { job: wish.job }),
  });
  checkWorkingDirectory(job);
  const replaced = [...names, ...(isOpen ? [`the empty ${orbAlias}`] : [])];
  page.tell(
    `dist/orb.yml stands for ${replaced.join(', ') || 'nothing: the config has no vault-oidc'}`,
  );
  if (job.contexts.length > 0) {
    page.tell(`contexts are not known here: ${job.contexts.join(', ')}; --env hands variables on`);
  }
  return wish.isCheckedOut ? copyAtCheckout(job, findRepository(wish.config)) : job;
}

const signal = watchForInterruption();
try {
  const wish = readArguments(process.argv.slice(2), process.env);
  process.exitCode = (await tryOrb(wish, createPage(), signal)) ? 0 : 1;
} catch (error) {
  // What fails after a signal fails because of it.
  const cause: unknown = signal.aborted ? signal.reason : error;
  process.exitCode = cause instanceof Interruption ? cause.exitStatus : 2;
  const texts =
    cause instanceof Refused
      ? cause.refusals.map(renderRefusal)
      : [cause instanceof Error ? cause.message : String(cause)];
  for (const text of texts) console.error(`orb:try: ${text}`);
}
