import { judgeBudgets } from './budgets.ts';
import { formatCount, formatDistance, formatMultiple, formatPaths } from './figures.ts';
import { fewestPaths, longestRoundTripMs, mostPaths } from './plan.ts';
import { type BenchResults, type Costs, contenderNames, findMeasurement } from './results.ts';
import type { OrbSizes } from './sizes.ts';

/**
 * What the bench found, and how large the orb is that is built now, as Markdown for the
 * README: a table, and how to read it.
 * Times and memory are multiples of a bare `node -e 0` in the same run, for
 * absolute ones hold on one machine only. Throws when the results lack a case.
 */
export function renderReadmeTable(results: BenchResults, sizes: OrbSizes): string {
  const rows = [
    renderRow('', ['`load-secrets`', "the tutorial's agent", '`curl` and `jq`']),
    renderRow('---', ['---:', '---:', '---:']),
    ...renderWallTimes(results),
    renderMultiples(results, 'CPU time', mostPaths, 0, ({ cpuMs }) => cpuMs.median),
    renderMultiples(results, 'memory', mostPaths, 0, ({ memoryMiB }) => memoryMiB),
    ...[fewestPaths, mostPaths].map((paths) => renderRequests(results, paths)),
    renderInstallations(results),
  ];
  return [rows.join('\n'), describeReading(results, sizes), renderBudgets(results, sizes)].join(
    '\n\n',
  );
}

function renderWallTimes(results: BenchResults): string[] {
  return [fewestPaths, mostPaths].flatMap((paths) =>
    [0, longestRoundTripMs].map((roundTripMs) =>
      renderMultiples(results, 'wall time', paths, roundTripMs, ({ wallMs }) => wallMs.median),
    ),
  );
}

function renderMultiples(
  results: BenchResults,
  measure: string,
  paths: number,
  roundTripMs: number,
  read: (costs: Costs) => number,
): string {
  const multiples = contenderNames.map((contender) =>
    formatMultiple(
      read(findMeasurement(results, contender, paths, roundTripMs)) / read(results.bareNode),
    ),
  );
  const title = `${measure}, ${formatPaths(paths)}, server ${formatDistance(roundTripMs)}`;
  return renderRow(title, multiples);
}

function renderRequests(results: BenchResults, paths: number): string {
  const counts = contenderNames.map((contender) =>
    formatCount(findMeasurement(results, contender, paths, 0).requests),
  );
  return renderRow(`requests, ${formatPaths(paths)}`, counts);
}

function renderInstallations({ serverBinaryBytes }: BenchResults): string {
  const megabytes = formatCount(serverBinaryBytes / 1_000_000);
  return renderRow('must be there', ['Node 18', `a binary of ${megabytes} MB`, '`curl`, `jq`']);
}

function renderRow(title: string, cells: readonly string[]): string {
  return `| ${[title, ...cells].join(' | ')} |`;
}

function describeReading(
  { date, machine, versions }: BenchResults,
  { useCharacters }: OrbSizes,
): string {
  const { 'vault-oidc': _own, ...others } = versions;
  const named = Object.entries(others).map(([name, version]) => `${name} ${version}`);
  return [
    '`N ×` is N times what a bare `node -e 0` takes, in one run of `npm run bench`; times are medians.',
    'The server is asked over plain HTTP; with TLS each new connection takes longer, and the script with `curl` makes one for every request.',
    'The agent finds its binary and its files in place. Only `load-secrets` revokes its token.',
    `One use of \`load-secrets\` adds ${formatCount(useCharacters)} characters to the compiled config.`,
    `Measured on ${date} on ${machine.cores} cores (${machine.platform}) with ${named.join(', ')}.`,
  ].join('\n');
}

/** What the project set itself as limits, held or not. */
function renderBudgets(results: BenchResults, sizes: OrbSizes): string {
  const rows = judgeBudgets(results, sizes).map(({ what, measured, limit, missedBy }) =>
    renderRow(what, [measured, limit, missedBy === undefined ? 'held' : `missed by ${missedBy}`]),
  );
  const head = [
    renderRow('what we allow ourselves', ['measured', 'limit', '']),
    renderRow('---', ['---:', '---:', '---']),
  ];
  return [...head, ...rows].join('\n');
}
