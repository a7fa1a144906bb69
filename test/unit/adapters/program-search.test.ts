import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  findProgram,
  findTrustedProgram,
  looksThereFirst,
} from '../../../src/adapters/program-search.ts';

const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** A directory with a file of that name. */
function make(name: string, mode: number): string {
  const path = join(directory, name);
  mkdirSync(path);
  writeFileSync(join(path, 'tool'), '', { mode });
  return path;
}
const here = make('here', 0o755);
const there = make('there', 0o755);
const empty = make('empty', 0o644);
const leading = relative('.', here);
const list = (...directories: string[]) => ({ PATH: directories.join(delimiter) });

describe('a program on the PATH', () => {
  it('is the first that may be run', () => {
    const environment = list(empty, there, here);
    expect(findProgram('tool', environment)).toBe(join(there, 'tool'));
    expect(findTrustedProgram('tool', environment)).toBe(join(there, 'tool'));
  });

  it.each(['', '.', leading])('behind "%s" is trusted, and may not be the first', (entry) => {
    const environment = list(empty, entry, there);
    expect(findProgram('tool', environment)).toBeUndefined();
    expect(findTrustedProgram('tool', environment)).toBe(join(there, 'tool'));
  });

  it('before such an entry is the first', () => {
    expect(findProgram('tool', list(there, '', here))).toBe(join(there, 'tool'));
  });

  it('is none without a PATH', () => {
    expect(findProgram('tool', {})).toBeUndefined();
    expect(findTrustedProgram('tool', {})).toBeUndefined();
  });
});

describe('a directory is where a shell looks first', () => {
  it.each<[title: string, isFirst: boolean, path: Record<string, string>]>([
    ['alone', true, list(empty)],
    ['written with a slash at its end', true, list(`${empty}/`)],
    ['ahead of one that has the program', true, list(empty, here)],
    ['behind one that has it', false, list(here, empty)],
    ['behind one that depends on where it works', false, list('.', empty)],
    ['not at all', false, list(here)],
  ])('%s: %s', (_title, isFirst, path) => {
    expect(looksThereFirst(empty, 'tool', path)).toBe(isFirst);
  });
});
