import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { describeMachine, listCoreVersions } from '../../scripts/bench/machine.ts';
import { roundToHundredths } from '../../scripts/bench/statistics.ts';
import type { AvailabilityResults } from '../../scripts/document/availability-results.ts';
import { createBalancer } from '../support/balancer.ts';
import { startCircleCiIssuer } from '../support/circleci-issuer.ts';
import { grantReading, trustIssuer, writeRole } from '../support/jwt-trust.ts';
import { startCluster } from '../support/openbao/cluster.ts';
import { findServerBinary } from '../support/openbao/find-binary.ts';
import { startVaultJobs } from '../support/vault-jobs.ts';
import { countAnswers, countTokensLeft, summarizeTries } from './figures.ts';
import { createHelpers, type HelperOutcome, values } from './helper-jobs.ts';

const mostTries = 16;
const loginsPerSecond = 20;

const found: Partial<Pick<AvailabilityResults, 'leaderLoss'>> & {
  readonly rateLimits: AvailabilityResults['rateLimits'];
} = { rateLimits: [] };

afterAll(() => {
  const { leaderLoss, rateLimits } = found;
  // A run of some of the tests tells nothing about the others.
  if (leaderLoss === undefined || rateLimits.length < 2) return;
  const results: AvailabilityResults = {
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(),
    versions: listCoreVersions(findServerBinary()),
    leaderLoss,
    rateLimits,
  };
  const path = fileURLToPath(new URL('results.json', import.meta.url));
  writeFileSync(path, `${JSON.stringify(results, undefined, 2)}\n`);
});

function listFailures(outcomes: readonly HelperOutcome[]): string[] {
  return outcomes.filter(({ hasValues }) => !hasValues).map(({ output }) => output);
}

describe('helpers of a cluster of three servers', () => {
  const atOnce = 24;

  it('all get their secrets while the leader is killed', async () => {
    await using cluster = await startCluster();
    await using issuer = await startCircleCiIssuer();
    await trustIssuer(cluster, issuer);
    await writeRole(cluster, issuer, { policy: grantReading('secret/*') });
    await cluster.write('sys/mounts/secret', { type: 'kv', options: { version: '1' } });
    for (const [path, value] of Object.entries(values)) {
      await cluster.write(`secret/${path}`, { value });
    }
    // A standby that lacks what was written long before is none of this.
    await sleep(1000);

    const balancer = createBalancer(cluster.nodes.map(({ address }) => address));
    const runHelper = createHelpers(issuer, balancer);
    const outcomes: HelperOutcome[] = [];
    let isOver = false;
    const lanes = Array.from({ length: atOnce }, async () => {
      while (!isOver) outcomes.push(await runHelper());
    });
    const waitForMore = async (more: number): Promise<void> => {
      const enough = outcomes.length + more;
      while (outcomes.length < enough) await sleep(50);
    };

    await waitForMore(atOnce);
    const leader = await cluster.waitForLeader();
    const lostAt = performance.now();
    await leader.kill();
    await cluster.waitForLeader();
    const foundAt = performance.now();
    await waitForMore(2 * atOnce);
    isOver = true;
    await Promise.all(lanes);

    const met = outcomes.filter(
      ({ startedAt, endedAt }) => startedAt < foundAt && endedAt > lostAt,
    );
    found.leaderLoss = {
      servers: cluster.nodes.length,
      secondsWithoutLeader: roundToHundredths((foundAt - lostAt) / 1000),
      atOnce,
      helpers: outcomes.length,
      succeeded: outcomes.filter(({ hasValues }) => hasValues).length,
      tries: summarizeTries(met),
      metTheLoss: met.length,
      tokensLeft: countTokensLeft(outcomes),
      answers: countAnswers(outcomes.flatMap(({ requests }) => requests)),
    };
    expect(listFailures(outcomes)).toEqual([]);
    expect(found.leaderLoss.tries.max).toBeLessThanOrEqual(mostTries);
    expect(outcomes.length).toBeGreaterThanOrEqual(50);
    expect(found.leaderLoss.tries.max).toBeGreaterThan(1);
  });
});

describe('150 helpers of a server that allows 20 log-ins a second', () => {
  const atOnce = 50;
  const waves = 3;

  it.each([
    ['and says when to come back', true],
    ['and does not say when to come back', false],
  ])('all get their secrets when it refuses the others %s', async (_title, hasRetryAfter) => {
    await using jobs = await startVaultJobs();
    const { server, issuer } = jobs;
    for (const [path, value] of Object.entries(values)) {
      await server.write(`secret/data/${path}`, { data: { value } });
    }
    await server.write('sys/quotas/config', { enable_rate_limit_response_headers: hasRetryAfter });
    const quota = { path: 'auth/jwt/login', rate: loginsPerSecond, interval: '1s' };
    await server.write('sys/quotas/rate-limit/login', quota);

    const runHelper = createHelpers(issuer, createBalancer([server.address]));
    const outcomes: HelperOutcome[] = [];
    for (let wave = 1; wave <= waves; wave += 1) {
      const admit = createGate(atOnce);
      const wanted = Array.from({ length: atOnce }, () => runHelper(admit));
      outcomes.push(...(await Promise.all(wanted)));
    }

    const tries = summarizeTries(outcomes);
    found.rateLimits.push({
      loginsPerSecond,
      hasRetryAfter,
      atOnce,
      helpers: outcomes.length,
      succeeded: outcomes.filter(({ hasValues }) => hasValues).length,
      tries,
    });
    expect(listFailures(outcomes)).toEqual([]);
    expect(tries.max).toBeLessThanOrEqual(mostTries);
    expect(tries.max).toBeGreaterThan(1);
  });
});

/** Lets nobody through before that many have come, or one has waited for 15 s. */
function createGate(size: number): () => Promise<void> {
  let open: () => void = () => {};
  const isOpen = new Promise<void>((resolve) => {
    open = resolve;
  });
  let arrived = 0;
  return async () => {
    arrived += 1;
    if (arrived >= size) open();
    await Promise.race([isOpen, sleep(15_000, undefined, { ref: false })]);
  };
}
