import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { root } from '../../../scripts/bundle-helper.ts';
import {
  type AvailabilityResults,
  parseAvailabilityResults,
} from '../../../scripts/document/availability-results.ts';
import { renderAvailabilityTable } from '../../../scripts/document/availability-table.ts';

const results: AvailabilityResults = {
  date: '2026-11-24',
  machine: { cores: 2, platform: 'linux x64' },
  versions: { 'vault-oidc': '0.1.0', Node: '20.20.2', OpenBao: '2.7.2' },
  leaderLoss: {
    servers: 3,
    secondsWithoutLeader: 2.25,
    atOnce: 24,
    helpers: 106,
    succeeded: 105,
    tries: { mean: 3.84, max: 6 },
    metTheLoss: 32,
    tokensLeft: 4,
    answers: { '200': 424, cut: 2 },
  },
  rateLimits: [true, false].map((hasRetryAfter) => ({
    loginsPerSecond: 20,
    hasRetryAfter,
    atOnce: 50,
    helpers: 150,
    succeeded: 150,
    tries: { mean: 2, max: hasRetryAfter ? 5 : 7 },
  })),
};

describe('what the README says of availability', () => {
  const [table, reading] = renderAvailabilityTable(results).split('\n\n');

  it('has what happened, how many helpers it met, and how often they tried', () => {
    expect(table).toBe(`\
| what happens | helpers | got their secrets | tries of one request: mean | most |
| --- | ---: | ---: | ---: | ---: |
| the leader of 3 servers is killed: 2.3 s without one, met by 32 | 106 | 105 | 3.8 | 6 |
| 50 log in at once where 20 a second may, with \`Retry-After\` | 150 | 150 | 2.0 | 5 |
| 50 log in at once where 20 a second may, without \`Retry-After\` | 150 | 150 | 2.0 | 7 |`);
  });

  it('does not conceal what was left', () => {
    expect(reading).toContain('4 tokens were left to end with their lease');
  });

  it('says on what and when it was measured', () => {
    expect(reading).toContain('2026-11-24 on 2 cores (linux x64) with Node 20.20.2, OpenBao 2.7.2');
  });
});

describe('the results of the last run', () => {
  const read = (): string => readFileSync(`${root}test/availability/results.json`, 'utf8');

  it('are whole, and of a run in which every helper got its secrets', () => {
    const { leaderLoss, rateLimits } = parseAvailabilityResults(read());
    expect(rateLimits.map(({ hasRetryAfter }) => hasRetryAfter)).toEqual([true, false]);
    for (const { helpers, succeeded } of [leaderLoss, ...rateLimits]) {
      expect(succeeded).toBe(helpers);
    }
  });

  it('are not read when something is missing', () => {
    const { rateLimits: _missing, ...rest } = results;
    expect(() => parseAvailabilityResults(JSON.stringify(rest))).toThrow('rateLimits');
  });
});
