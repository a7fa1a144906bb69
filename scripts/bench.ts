import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readOrb } from '../test/support/vault-jobs.ts';
import { judgeBudgets } from './bench/budgets.ts';
import { drawChart } from './bench/chart.ts';
import { planCases } from './bench/plan.ts';
import { printJudgements, printMeasurements, printSurroundings } from './bench/print-results.ts';
import type { BenchResults } from './bench/results.ts';
import { runBench } from './bench/run-bench.ts';
import { measureSizes } from './bench/sizes.ts';
import { root } from './bundle-helper.ts';
import { Interruption, watchForInterruption } from './interruption.ts';

const { values } = parseArgs({
  options: {
    /** Fewer cases and repetitions: to see that all of it works. */
    quick: { type: 'boolean', default: false },
    /** Where results.json and results.svg go. */
    out: { type: 'string' },
  },
});

function print(results: BenchResults): void {
  const sizes = measureSizes(readOrb());
  console.log(
    [
      printMeasurements(results),
      printJudgements(judgeBudgets(results, sizes)),
      printSurroundings(results, sizes),
    ].join('\n\n'),
  );
}

function write(results: BenchResults, directory: string): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(join(directory, 'results.svg'), drawChart(results));
}

const signal = watchForInterruption();
try {
  const results = await runBench(planCases(values.quick), {
    archiveMegabytes: values.quick ? 20 : 200,
    signal,
    tell: console.error,
  });
  print(results);
  // Rough figures never take the place of good ones.
  const directory = values.out ?? (values.quick ? undefined : `${root}bench`);
  if (directory !== undefined) write(results, directory);
} catch (error) {
  const cause: unknown = signal.aborted ? signal.reason : error;
  process.exitCode = cause instanceof Interruption ? cause.exitStatus : 1;
  console.error(`bench: ${cause instanceof Error ? cause.message : String(cause)}`);
}
