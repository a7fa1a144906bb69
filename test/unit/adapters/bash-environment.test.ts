import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBashEnvironment } from '../../../src/adapters/bash-environment.ts';
import { Failed } from '../../../src/core/failure.ts';
import { renderExports, type Variable } from '../../../src/core/quoting.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { Report } from '../../../src/ports.ts';

vi.mock('node:fs', async (importOriginal) => {
  const original = await importOriginal<typeof fs>();
  return {
    ...original,
    readSync: vi.fn(original.readSync),
    writeSync: vi.fn(original.writeSync),
  };
});

const report: Report = {
  tell: () => undefined,
  note: () => undefined,
  fail: () => undefined,
  conceal: () => undefined,
  during: (_activity, work) => work,
};

const variables: readonly Variable[] = Array.from({ length: 100 }, (_, index) => ({
  name: `VALUE_${index}`,
  value: new Secret(`line ${index}\n`.repeat(20)),
}));

let directory: string;
let file: string;
beforeEach(() => {
  directory = fs.mkdtempSync(join(tmpdir(), 'vault-oidc-write-'));
  file = join(directory, 'bash-env');
  vi.mocked(fs.writeSync).mockClear();
});
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

function exportVariables(): Promise<void> {
  const environment = { BASH_ENV: file, PATH: process.env['PATH'] };
  return createBashEnvironment(environment, report).exportVariables(variables);
}

describe('beside another process that appends to the file', () => {
  it('all variables go in with one write, between whose parts nothing can come', async () => {
    fs.writeFileSync(file, '# an earlier step');
    await exportVariables();
    const expected = `# an earlier step\n${renderExports(variables)}`;
    expect(fs.readFileSync(file, 'utf8') === expected).toBe(true);
    expect(vi.mocked(fs.writeSync)).toHaveBeenCalledTimes(1);
  });

  it('a line of the other that is half written is looked at again', async () => {
    fs.writeFileSync(file, "export OTHER='half");
    vi.mocked(fs.readSync).mockImplementationOnce((_descriptor, buffer) => {
      const half = fs.readFileSync(file);
      fs.appendFileSync(file, " and half'\n");
      return half.copy(new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength));
    });
    await exportVariables();
    const expected = `export OTHER='half and half'\n${renderExports(variables)}`;
    expect(fs.readFileSync(file, 'utf8') === expected).toBe(true);
  });

  it.each([
    ['a new file', undefined],
    ['an old one', 'export OLD=1\n'],
  ])(
    'a write that the full disk refuses leaves the lines of the other in %s',
    async (_kind, before) => {
      if (before !== undefined) fs.writeFileSync(file, before);
      vi.mocked(fs.writeSync).mockImplementationOnce(() => {
        fs.appendFileSync(file, 'export OTHER=1\n');
        throw Object.assign(new Error(), { code: 'ENOSPC' });
      });
      await expect(exportVariables()).rejects.toThrow(Failed);
      expect(fs.readFileSync(file, 'utf8')).toBe(`${before ?? ''}export OTHER=1\n`);
    },
  );

  it('a new file that nobody wrote to goes with the write that failed', async () => {
    vi.mocked(fs.writeSync).mockImplementationOnce(() => {
      throw Object.assign(new Error(), { code: 'ENOSPC' });
    });
    await expect(exportVariables()).rejects.toThrow('BASH_ENV_NOT_WRITTEN');
    expect(fs.existsSync(file)).toBe(false);
  });
});
