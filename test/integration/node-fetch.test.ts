import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { serveWhole } from '../support/node-release/node-mirror.ts';
import {
  expectLoaded,
  type NodelessJobs,
  startNodelessJobs,
} from '../support/node-release/nodeless-jobs.ts';

let jobs: NodelessJobs;
beforeAll(async () => {
  jobs = await startNodelessJobs();
});
afterAll(() => jobs.stop());
afterEach(() => {
  jobs.mirror.answer(serveWhole);
  jobs.mirror.takeRequests();
});

describe('a job without Node', () => {
  it('loads its secrets with one that is fetched once, kept, and not on its PATH', async () => {
    const { mirror, kept, keptArchive } = jobs;
    const cache = '$HOME/.cache/vault-oidc';
    const look = { run: `stat -c %A "${cache}"; ls -A "${cache}"; command -v node || echo none` };
    const outcome = await jobs.run({ steps: [jobs.load(), jobs.load(), look] });
    expectLoaded(outcome);
    const [request, ...others] = mirror.takeRequests();
    expect(others).toEqual([]);
    expect(outcome.step(0).stderr).toBe(
      `vault-oidc: note: no Node 18 or newer here: fetching Node ${process.versions.node} from ${mirror.address}${request?.replace('/dist', '')}\n`,
    );
    expect(outcome.listChangedFiles(0)).toEqual([
      `home/.cache/vault-oidc/${keptArchive}`,
      `home/.cache/vault-oidc/${kept}`,
      'tmp/.bash_env-0-build',
    ]);
    expect(outcome.step(1).stderr).toBe('');
    const [release] = kept.split('/');
    expect(outcome.step(2).stdout).toBe(`drwx------\n${release}\nnone\n`);
  });

  it("does the tutorial's job with what POSIX has, curl and tar", async () => {
    const demo = 'secret/circleci-demo/demo-secrets';
    await jobs.server.write('secret/data/circleci-demo/demo-secrets', {
      data: { username: 'paul.atreides', password: 'lisan-al-gaib' },
    });
    const steps = [
      'checkout',
      jobs.load({ secrets: `${demo} username | DEMO_USERNAME; ${demo} password | DEMO_PASSWORD` }),
      { run: 'echo "Username is $DEMO_USERNAME"' },
    ];
    const outcome = await jobs.run({ steps });
    expect(outcome.step(1).stdout).toContain('loaded 2 variables from 1 path');
    expect(outcome.step(2).stdout).toBe('Username is paul.atreides\n');
  });

  it('keeps its own Node, when that is too old for the orb', async () => {
    const node = '#!/bin/sh\necho v16.20.2\n';
    const outcome = await jobs.run({
      standIns: { node },
      steps: [jobs.load(), { run: 'node --version' }],
    });
    expectLoaded(outcome);
    expect(outcome.step(1).stdout).toBe('v16.20.2\n');
  });

  it('may start two commands at once, which both fetch and both work', async () => {
    const home = mkdtempSync(join(tmpdir(), 'vault-oidc-home-'));
    const waiting: (() => void)[] = [];
    jobs.mirror.answer((response, archive) => {
      waiting.push(() => serveWhole(response, archive));
      if (waiting.length === 2) for (const serve of waiting) serve();
    });
    try {
      const job = { environment: { HOME: home }, steps: [jobs.load()] };
      for (const outcome of await Promise.all([jobs.run(job), jobs.run(job)])) {
        expectLoaded(outcome);
      }
      expect(waiting).toHaveLength(2);
      const cache = join(home, '.cache', 'vault-oidc');
      expect(readdirSync(cache)).toEqual([jobs.kept.split('/')[0]]);
      expect(existsSync(join(cache, jobs.kept))).toBe(true);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });
});
