import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { measureProcess, type ProcessRun } from '../../../../scripts/bench/measure-process.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function runInBash(command: string, environment: ProcessRun['environment'] = {}): ProcessRun {
  return { program: '/bin/bash', arguments: ['-c', command], environment, directory };
}

describe('the measuring of a process', () => {
  it('counts the time and the memory of what it starts', async () => {
    const script = `"${process.execPath}" -e 'Buffer.alloc(90 * 2 ** 20, 1)'; true`;
    const [small, large] = [
      await measureProcess(runInBash('true')),
      await measureProcess(runInBash(script)),
    ];
    expect(small.memoryMiB).toBeLessThan(90);
    expect(large.memoryMiB).toBeGreaterThan(90);
    expect(large.cpuMs).toBeGreaterThan(small.cpuMs);
  });

  it('gives the program its directory, its environment, and nothing else', async () => {
    await measureProcess(runInBash('env > seen', { ONLY: 'this' }));
    const names = readFileSync(join(directory, 'seen'), 'utf8').match(/^\w+/gm);
    expect(names?.toSorted()).toEqual(['ONLY', 'PWD', 'SHLVL', '_']);
  });

  it('fails with what the program printed when that fails', async () => {
    const run = measureProcess(runInBash('echo on standard output; echo and error >&2; exit 3'));
    await expect(run).rejects.toThrow(/ended with 3:\non standard output\nand error/);
  });

  it('ends the program with all that it started when it is interrupted', async () => {
    const controller = new AbortController();
    const run = measureProcess(runInBash('sleep 60 & echo $! > id; wait'), controller.signal);
    await vi.waitFor(() => existsSync(join(directory, 'id')) || expect.fail('not there'), 20_000);
    controller.abort();
    await expect(run).rejects.toThrow();
    const id = Number(readFileSync(join(directory, 'id'), 'utf8'));
    await vi.waitFor(() => expect(() => process.kill(id, 0)).toThrow('ESRCH'), 20_000);
  });
});
