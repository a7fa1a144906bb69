import type { Judgement } from './budgets.ts';
import { formatCount, formatDistance, formatMultiple, formatPaths } from './figures.ts';
import type { BenchResults, Costs } from './results.ts';
import type { OrbSizes } from './sizes.ts';

/** Every measurement as a table for a terminal. */
export function printMeasurements(results: BenchResults): string {
  const head = [
    ...['paths', 'server', 'contender', 'wall ms', 'lowest', 'highest'],
    ...['÷ bare node', 'CPU ms', 'MiB', 'runs', 'requests'],
  ];
  const { bareNode } = results;
  const rows = results.measurements.map((one) => [
    formatPaths(one.paths),
    formatDistance(one.roundTripMs),
    one.contender,
    ...printCosts(one, bareNode),
    String(one.requests),
  ]);
  const unit = ['', '', 'node -e 0', ...printCosts(bareNode, bareNode), '0'];
  return alignColumns([head, ...rows, unit], 3);
}

function printCosts({ wallMs, cpuMs, memoryMiB, repetitions }: Costs, bareNode: Costs): string[] {
  return [
    wallMs.median.toFixed(0),
    wallMs.lowest.toFixed(0),
    wallMs.highest.toFixed(0),
    formatMultiple(wallMs.median / bareNode.wallMs.median),
    cpuMs.median.toFixed(0),
    memoryMiB.toFixed(0),
    String(repetitions),
  ];
}

/** The budgets, each held or missed. */
export function printJudgements(judgements: readonly Judgement[]): string {
  const rows = judgements.map(({ what, measured, limit, missedBy }) => {
    const verdict = missedBy === undefined ? 'held' : `missed by ${missedBy}`;
    return [what, verdict, `${measured}, ${limit}`];
  });
  return alignColumns([['budget', 'verdict', 'measured'], ...rows], 3);
}

/** What was measured beside the contenders, and on what. */
export function printSurroundings(results: BenchResults, { useCharacters }: OrbSizes): string {
  const { date, machine, versions, method, serverBinaryBytes, requestsAloneMs, redactor } = results;
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    `${date}, ${machine.cores} cores, ${machine.platform}; ${named.join(', ')}`,
    method,
    `the requests of one secret alone: ${requestsAloneMs.median.toFixed(1)} ms`,
    `one use of load-secrets in a compiled config: ${formatCount(useCharacters)} characters`,
    `the server's binary: ${formatCount(serverBinaryBytes)} bytes`,
    `redaction: ${redactor.forms} forms of ${redactor.secrets} secrets, ${redactor.logLines.toFixed(0)} MB/s of log lines, ${redactor.nearMisses.toFixed(0)} MB/s of near misses`,
  ].join('\n');
}

/** Rows in columns: the first ones to the left, those after them to the right. */
function alignColumns(rows: readonly (readonly string[])[], leftColumns: number): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    }
  }
  const lines = rows.map((row) => {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column < leftColumns ? cell.padEnd(width) : cell.padStart(width);
    });
    return cells.join('  ').trimEnd();
  });
  return lines.join('\n');
}
