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
    openSync: vi.fn(original.openSync),
    readSync: vi.fn(original.readSync),
    writeSync: vi.fn(original.writeSync),
  };
});

const report: Report = {
  tell: () => undefined,
  note: () => undefined,
  fail: () => undefined,
  conceal: () => undefined,
  explainDelay: () => undefined,
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
  vi.resetAllMocks();
});
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

function exportVariables(): Promise<void> {
  const environment = { BASH_ENV: file, PATH: process.env['PATH'] };
  return createBashEnvironment(environment, report, new AbortController().signal).exportVariables(
    variables,
  );
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

  it('lines of the other that are half written each time are given up at last', async () => {
    fs.writeFileSync(file, 'export OTHER=1\n');
    const readHalf = vi.mocked(fs.readSync).mockImplementation((_descriptor, buffer) => {
      fs.appendFileSync(file, 'export OTHER=1\n');
      const half = Buffer.from("export OTHER='1");
      return half.copy(new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength));
    });
    await expect(exportVariables()).rejects.toThrow('BASH_ENV_UNUSABLE');
    readHalf.mockReset();
    expect(fs.readFileSync(file, 'utf8')).toMatch(/^(export OTHER=1\n)+$/);
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

  it.each([
    ['a new file', undefined],
    ['an old one', 'export OLD=1\n'],
  ])('what the full disk took of it is taken back from %s', async (_kind, before) => {
    if (before !== undefined) fs.writeFileSync(file, before);
    vi.mocked(fs.writeSync).mockImplementationOnce((descriptor, bytes) => {
      const part = String(bytes).slice(0, 100);
      return fs.writeSync(descriptor, part);
    });
    await expect(exportVariables()).rejects.toThrow('BASH_ENV_NOT_WRITTEN');
    expect(fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined).toBe(before);
  });

  it('what the full disk took of it stays where lines of the other follow', async () => {
    vi.mocked(fs.writeSync).mockImplementationOnce((descriptor, bytes) => {
      const written = fs.writeSync(descriptor, String(bytes).slice(0, 100));
      fs.appendFileSync(file, '\nexport OTHER=1\n');
      return written;
    });
    await expect(exportVariables()).rejects.toThrow('BASH_ENV_NOT_WRITTEN');
    expect(fs.readFileSync(file, 'utf8')).toMatch(/\nexport OTHER=1\n$/);
  });

  it('a new file that nobody wrote to goes with the write that failed', async () => {
    vi.mocked(fs.writeSync).mockImplementationOnce(() => {
      throw Object.assign(new Error(), { code: 'ENOSPC' });
    });
    await expect(exportVariables()).rejects.toThrow('BASH_ENV_NOT_WRITTEN');
    expect(fs.existsSync(file)).toBe(false);
  });
});

describe('a place that the system keeps closed', () => {
  it.each([
    ['EROFS', 'the file system is read-only (EROFS)'],
    ['EACCES', 'this user may not write there (EACCES)'],
    ['EDQUOT', 'the disk quota is used up (EDQUOT)'],
    ['EIO', 'the system refused (EIO)'],
  ])('is told with its reason: %s', async (code, reason) => {
    vi.mocked(fs.openSync).mockImplementationOnce(() => {
      throw Object.assign(new Error(), { code });
    });
    const failures = await exportVariables().catch((error: unknown) =>
      error instanceof Failed ? error.failures : [],
    );
    expect(failures).toMatchObject([{ why: `${reason}; the file is as it was`, status: 7 }]);
  });
});
