import { existsSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listBenchSecrets } from '../../../../scripts/bench/bench-secrets.ts';
import { expectLoaded, makeRunPlace } from '../../../../scripts/bench/run-place.ts';

const meeting = { address: 'http://127.0.0.1:1', token: 'none', binary: '/bin/true' };
const secrets = listBenchSecrets(2);

describe('the place of a run', () => {
  it.each([
    ['all variables', "export BENCH_1='value-1'\nexport BENCH_2='value-2'\n", true],
    ['a variable too few', "export BENCH_1='value-1'\n", false],
    ['another value', "export BENCH_1='value-1'\nexport BENCH_2='value'\n", false],
  ])('tells a later step that has %s', (_title, bashEnv, isLoaded) => {
    using place = makeRunPlace(meeting);
    writeFileSync(place.environment['BASH_ENV'] ?? '', bashEnv);
    const look = expect(() => expectLoaded(place, secrets));
    if (isLoaded) look.not.toThrow();
    else look.toThrow();
  });

  it('is empty for every run, and removed with what the run left', () => {
    const directories = [];
    for (const _run of [1, 2]) {
      using place = makeRunPlace(meeting);
      expect(() => expectLoaded(place, secrets)).toThrow();
      writeFileSync(place.environment['BASH_ENV'] ?? '', 'left');
      directories.push(place.directory);
    }
    expect(directories.filter((directory) => existsSync(directory))).toEqual([]);
  });
});
