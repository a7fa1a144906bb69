import { formatCount, formatPaths } from './figures.ts';
import { fewestPaths, longestRoundTripMs, mostPaths } from './plan.ts';
import { type BenchResults, type ContenderName, findMeasurement } from './results.ts';
import type { OrbSizes } from './sizes.ts';

/** One budget and what the bench found. */
export interface Judgement {
  readonly what: string;
  readonly measured: string;
  readonly limit: string;
  /** By how much it is missed; undefined when it is held. */
  readonly missedBy: string | undefined;
}

interface Budget {
  readonly what: string;
  readonly measured: number;
  readonly limit: number;
  /** Whether the limit is the least, in the place of the most. */
  readonly isLeast?: true;
  readonly format: (value: number) => string;
}

/** Judges every budget of the project. Throws when the bench lacks a measurement for one. */
export function judgeBudgets(results: BenchResults, sizes: OrbSizes): Judgement[] {
  return [
    ...listSizeBudgets(sizes),
    ...listRequestBudgets(results),
    ...listTimeBudgets(results),
    listRedactorBudget(results),
    listInstallerBudget(results),
  ].map(({ what, measured, limit, isLeast, format }) => {
    const excess = isLeast === true ? limit - measured : measured - limit;
    return {
      what,
      measured: format(measured),
      limit: `${isLeast === true ? 'at least' : 'at most'} ${format(limit)}`,
      missedBy: excess <= 0 ? undefined : format(excess),
    };
  });
}

function listSizeBudgets({
  helperCharacters: helper,
  launcherCharacters: launcher,
}: OrbSizes): Budget[] {
  const format = (characters: number): string => `${formatCount(characters)} characters`;
  return [
    { what: 'helper as it travels', measured: helper, limit: 24_000, format },
    { what: 'helper, the hard limit', measured: helper, limit: 32_000, format },
    { what: 'launcher', measured: launcher, limit: 4_000, format },
  ];
}

// Log-in, the one mount asked, revocation.
const requestsBesidePaths = 3;

function listRequestBudgets({ measurements }: BenchResults): Budget[] {
  return measurements
    .filter(({ contender, roundTripMs }) => contender === 'load-secrets' && roundTripMs === 0)
    .map(({ paths, requests }) => ({
      what: `requests, ${formatPaths(paths)}`,
      measured: requests,
      limit: paths + requestsBesidePaths,
      format: formatCount,
    }));
}

function listTimeBudgets(results: BenchResults): Budget[] {
  const wall = (contender: ContenderName, paths: number, roundTripMs: number): number =>
    findMeasurement(results, contender, paths, roundTripMs).wallMs.median;
  const ours = wall('load-secrets', fewestPaths, 0);
  const beyondRequests = ours - results.requestsAloneMs.median;
  const more =
    wall('load-secrets', mostPaths, longestRoundTripMs) -
    wall('load-secrets', fewestPaths, longestRoundTripMs);
  return [
    {
      what: 'one secret next door without its requests, ÷ a bare node',
      measured: beyondRequests / results.bareNode.wallMs.median,
      limit: 1.6,
      format: (value) => `${value.toFixed(2)} ×`,
    },
    {
      what: 'one secret next door, ÷ the agent',
      measured: ours / wall('bao agent', fewestPaths, 0),
      limit: 1,
      format: (value) => `${value.toFixed(2)} ×`,
    },
    {
      what: `${mostPaths} paths over one, ${longestRoundTripMs} ms away`,
      measured: more / 1000,
      limit: 0.5,
      format: (seconds) => `${seconds.toFixed(2)} s`,
    },
  ];
}

function listRedactorBudget({ redactor }: BenchResults): Budget {
  return {
    what: `redaction of log lines, ${redactor.secrets} secrets`,
    measured: redactor.logLines,
    limit: 200,
    isLeast: true,
    format: (speed) => `${formatCount(Math.round(speed))} MB/s`,
  };
}

function listInstallerBudget({ installer }: BenchResults): Budget {
  return {
    what: `memory of install-vault, archive of ${installer.archiveMegabytes} MB`,
    measured: installer.megabytes,
    limit: 120,
    format: (megabytes) => `${formatCount(Math.round(megabytes))} MB`,
  };
}
