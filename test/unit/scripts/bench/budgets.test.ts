import { describe, expect, it } from 'vitest';
import { judgeBudgets } from '../../../../scripts/bench/budgets.ts';
import type { ContenderName } from '../../../../scripts/bench/results.ts';
import { makeResults, smallSizes } from '../../../support/bench-results.ts';

const good = makeResults();

/** The good results, one measurement's wall time or number of requests being another. */
function changeMeasurement(
  contender: ContenderName,
  paths: number,
  roundTripMs: number,
  change: { readonly wall?: number; readonly requests?: number },
) {
  const measurements = good.measurements.map((one) => {
    const isMeant =
      one.contender === contender && one.paths === paths && one.roundTripMs === roundTripMs;
    if (!isMeant) return one;
    const median = change.wall ?? one.wallMs.median;
    return {
      ...one,
      wallMs: { ...one.wallMs, median },
      requests: change.requests ?? one.requests,
    };
  });
  return makeResults({ measurements });
}

function listMissed(results = good, sizes = smallSizes): (string | undefined)[][] {
  return judgeBudgets(results, sizes)
    .filter(({ missedBy }) => missedBy !== undefined)
    .map(({ what, missedBy }) => [what, missedBy]);
}

describe('the budgets', () => {
  it('are all held by good results', () => {
    expect(listMissed()).toEqual([]);
  });

  it('tell what was measured, and of how much', () => {
    expect(
      judgeBudgets(good, smallSizes).map(({ measured, limit }) => `${measured}, ${limit}`),
    ).toEqual([
      '20,000 characters, at most 24,000 characters',
      '20,000 characters, at most 32,000 characters',
      '2,500 characters, at most 4,000 characters',
      '4, at most 4',
      '23, at most 23',
      '1.45 ×, at most 1.60 ×',
      '0.50 ×, at most 1.00 ×',
      '0.19 s, at most 0.50 s',
      '800 MB/s, at least 200 MB/s',
      '90 MB, at most 120 MB',
    ]);
  });

  it.each([
    [
      'a slow redactor',
      makeResults({ redactor: { ...good.redactor, logLines: 150 } }),
      ['redaction of log lines, 50 secrets', '50 MB/s'],
    ],
    [
      'an installer that holds the archive in memory',
      makeResults({ installer: { archiveMegabytes: 200, megabytes: 310 } }),
      ['memory of install-vault, archive of 200 MB', '190 MB'],
    ],
    [
      'a request too many',
      changeMeasurement('load-secrets', 20, 0, { requests: 24 }),
      ['requests, 20 paths', '1'],
    ],
    [
      'a slow start',
      changeMeasurement('load-secrets', 1, 0, { wall: 180 }),
      ['one secret next door without its requests, ÷ a bare node', '0.15 ×'],
    ],
    [
      'an agent that is faster',
      changeMeasurement('bao agent', 1, 0, { wall: 120 }),
      ['one secret next door, ÷ the agent', '0.25 ×'],
    ],
    [
      'paths that are read one after the other',
      changeMeasurement('load-secrets', 20, 100, { wall: 2650 }),
      ['20 paths over one, 100 ms away', '1.50 s'],
    ],
  ])('miss %s, and tell by how much', (_title, results, missed) => {
    expect(listMissed(results)).toEqual([missed]);
  });

  it.each([
    ['a helper', { helperCharacters: 24_001 }, ['helper as it travels', '1 characters']],
    ['a launcher', { launcherCharacters: 4_500 }, ['launcher', '500 characters']],
  ])('miss %s that grew, and tell by how much', (_title, grown, missed) => {
    expect(listMissed(good, { ...smallSizes, ...grown })).toEqual([missed]);
  });

  it('cannot be judged when a case was not measured', () => {
    expect(() => judgeBudgets(makeResults({ measurements: [] }), smallSizes)).toThrow(
      'no measurement',
    );
  });
});
