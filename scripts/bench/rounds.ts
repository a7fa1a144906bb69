import type { ProcessCost } from './measure-process.ts';
import type { BenchCase } from './plan.ts';
import { measureRequestsAlone } from './requests-alone.ts';
import { type BenchResults, type Costs, contenderNames, type Measurement } from './results.ts';
import {
  type BenchServers,
  type ContenderRun,
  countRequests,
  runBareNode,
  runContender,
} from './run-contender.ts';
import { describeSpread, roundToHundredths } from './statistics.ts';

export type Measured = Pick<BenchResults, 'bareNode' | 'requestsAloneMs' | 'measurements'>;

/** One contender's repetitions of one case. */
interface Series extends ContenderRun, BenchCase {
  readonly requests: number;
  readonly costs: ProcessCost[];
}

/**
 * Measures the cases round by round, the contenders in turn and a bare Node among
 * them, so that what else the machine does hits all alike. Before, each contender
 * runs once for each number of paths: its requests are counted, and what it reads
 * of the disk is in memory from then on.
 */
export async function runRounds(
  cases: readonly BenchCase[],
  servers: BenchServers,
  tell: (text: string) => void,
): Promise<Measured> {
  tell('counting requests');
  const byCase: Series[][] = [];
  for (const benchCase of cases) {
    byCase.push(await beginCase(benchCase, byCase.flat(), servers));
  }
  const bareNode: ProcessCost[] = [];
  const requestsAlone: number[] = [];
  const rounds = Math.max(...cases.map(({ repetitions }) => repetitions));
  for (let round = 0; round < rounds; round += 1) {
    tell(`round ${round + 1} of ${rounds}`);
    for (const series of byCase.filter(([first]) => round < (first?.repetitions ?? 0))) {
      for (const one of rotate(series, round)) one.costs.push(await runContender(one, servers));
      bareNode.push(await runBareNode(servers));
    }
    requestsAlone.push(await measureRequestsAlone(servers.server, servers.token));
  }
  return {
    bareNode: summarize(bareNode),
    requestsAloneMs: describeSpread(requestsAlone),
    measurements: byCase.flat().map(describeSeries),
  };
}

/** How far away the server is changes nothing of what it is asked; nobody is counted twice. */
async function beginCase(
  benchCase: BenchCase,
  begun: readonly Series[],
  servers: BenchServers,
): Promise<Series[]> {
  const series: Series[] = [];
  for (const contender of contenderNames) {
    const { paths } = benchCase;
    const counted = begun.find((one) => one.contender === contender && one.paths === paths);
    const requests =
      counted?.requests ?? (await countRequests({ contender, paths, roundTripMs: 0 }, servers));
    series.push({ ...benchCase, contender, requests, costs: [] });
  }
  return series;
}

/** Who was last in one round is first in another. */
function rotate<Item>(items: readonly Item[], by: number): Item[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

function describeSeries({ contender, paths, roundTripMs, requests, costs }: Series): Measurement {
  return { contender, paths, roundTripMs, requests, ...summarize(costs) };
}

function summarize(costs: readonly ProcessCost[]): Costs {
  return {
    repetitions: costs.length,
    wallMs: describeSpread(costs.map(({ wallMs }) => wallMs)),
    cpuMs: describeSpread(costs.map(({ cpuMs }) => cpuMs)),
    memoryMiB: roundToHundredths(Math.max(...costs.map(({ memoryMiB }) => memoryMiB))),
  };
}
