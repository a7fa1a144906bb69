import {
  type BenchResults,
  type ContenderName,
  type Costs,
  contenderNames,
  type Measurement,
} from '../../scripts/bench/results.ts';
import type { OrbSizes } from '../../scripts/bench/sizes.ts';

/** Wall time of one path next door, in milliseconds. */
const startMs: Readonly<Record<ContenderName, number>> = {
  'load-secrets': 150,
  'bao agent': 300,
  'curl + jq': 80,
};

/**
 * Results whose figures follow from few: a bare Node takes 100 ms, each path more
 * 10 ms, and everything five round trips. CPU time is half the wall time, and
 * memory a tenth of it in MiB.
 */
export function makeResults(changes: Partial<BenchResults> = {}): BenchResults {
  return {
    date: '2026-11-24',
    machine: { cores: 2, platform: 'linux x64' },
    versions: { 'vault-oidc': '0.1.0', Node: '20.20.2', OpenBao: '2.7.2' },
    method: 'made up',
    serverBinaryBytes: 181_848_661,
    redactor: { secrets: 50, forms: 1000, logLines: 800, nearMisses: 250 },
    installer: { archiveMegabytes: 200, megabytes: 90 },
    bareNode: makeCosts(100),
    requestsAloneMs: { median: 5, lowest: 4, highest: 6 },
    measurements: contenderNames.flatMap((contender) =>
      [1, 20].flatMap((paths) =>
        [0, 100].map((roundTripMs) => makeMeasurement(contender, paths, roundTripMs)),
      ),
    ),
    ...changes,
  };
}

/** Sizes that keep every budget. */
export const smallSizes: OrbSizes = {
  helperCharacters: 20_000,
  launcherCharacters: 2_500,
  useCharacters: 30_000,
};

function makeMeasurement(
  contender: ContenderName,
  paths: number,
  roundTripMs: number,
): Measurement {
  const wallMs = startMs[contender] + (paths - 1) * 10 + roundTripMs * 5;
  return { contender, paths, roundTripMs, requests: paths + 3, ...makeCosts(wallMs) };
}

function makeCosts(wallMs: number): Costs {
  const around = (median: number) => ({ median, lowest: median - 1, highest: median + 1 });
  return {
    repetitions: 3,
    wallMs: around(wallMs),
    cpuMs: around(wallMs / 2),
    memoryMiB: wallMs / 10,
  };
}
