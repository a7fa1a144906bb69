import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BenchResults, contenderNames, parseResults } from '../../scripts/bench/results.ts';
import { root } from '../../scripts/bundle-helper.ts';

describe('a quick run of the bench', () => {
  let directory: string;
  let stdout: string;
  let text: string;
  let results: BenchResults;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
    const args = [
      '--import',
      'tsx',
      'scripts/bench.ts',
      '--quick',
      '--out',
      join(directory, 'out'),
    ];
    const options = { cwd: root, env: { ...process.env, TMPDIR: directory } };
    ({ stdout } = await promisify(execFile)(process.execPath, args, options));
    text = readFileSync(join(directory, 'out', 'results.json'), 'utf8');
    results = parseResults(text);
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('measures every contender in every case', () => {
    const cases = results.measurements.map(
      ({ contender, paths, roundTripMs }) => `${contender}, ${paths} paths, ${roundTripMs} ms`,
    );
    const expected = [1, 20].flatMap((paths) =>
      [0, 100].flatMap((roundTripMs) =>
        contenderNames.map((name) => `${name}, ${paths} paths, ${roundTripMs} ms`),
      ),
    );
    expect(cases.toSorted()).toEqual(expected.toSorted());
    for (const { wallMs, cpuMs, memoryMiB } of [results.bareNode, ...results.measurements]) {
      expect(Math.min(wallMs.lowest, cpuMs.lowest, memoryMiB)).toBeGreaterThan(0);
    }
  });

  it('counts the requests that each makes of the server', () => {
    const counts = results.measurements
      .filter(({ paths, roundTripMs }) => paths === 20 && roundTripMs === 0)
      .map(({ contender, requests }) => [contender, requests]);
    expect(Object.fromEntries(counts)).toMatchObject({
      'load-secrets': 23,
      'curl + jq': 21,
    });
  });

  it('makes the network as slow as it says', () => {
    const far = results.measurements.filter(({ roundTripMs }) => roundTripMs === 100);
    // Nobody gets a secret without a connection, a log-in and a read.
    for (const { wallMs } of far) expect(wallMs.lowest).toBeGreaterThan(3 * 99);
  });

  it('writes nothing that tells whose machine it was', () => {
    expect(Object.keys(results.machine)).toEqual(['cores', 'platform']);
    expect(text).not.toMatch(/[/\\]|127\.0\.0\.1/);
  });

  it('prints the verdict on each budget', () => {
    expect(stdout).toMatch(/^requests, 20 paths +held +23, at most 23$/m);
  });

  it('leaves no other file', () => {
    const left = readdirSync(directory).filter((name) => name.startsWith('vault-oidc-'));
    expect(left).toEqual([]);
    expect(readdirSync(join(directory, 'out')).toSorted()).toEqual(['results.json', 'results.svg']);
  });
});
