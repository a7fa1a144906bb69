import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfigFile } from '../../../src/adapters/config-file.ts';
import { Failed } from '../../../src/core/failure.ts';

const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-config-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function read(text: string | Buffer): unknown {
  const path = join(directory, 'config.yml');
  writeFileSync(path, text);
  return readConfigFile(path);
}

function readFailure(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error instanceof Failed ? error.failures[0] : error;
  }
}

describe('the file of a config', () => {
  it('is read with its anchors, its merge keys and the words of YAML 1.1', () => {
    const text = 'a: &a { x: 1, z: yes }\nb: { <<: *a, z: "no" }\nc: *a\n';
    expect(read(text)).toEqual({
      a: { x: 1, z: true },
      b: { x: 1, z: 'no' },
      c: { x: 1, z: true },
    });
  });

  it('may use an anchor very often', () => {
    const text = `a: &a [x]\nb: &b [*a, *a]\nc: [${Array(500).fill('*b').join()}]\n`;
    expect(Object(read(text)).c).toHaveLength(500);
  });

  it.each([
    ['an indent that does not fit', 'a: 1\n b: 2\n'],
    ['a key that stands there twice', 'a: 1\na: 2\n'],
    ['an alias without an anchor', 'a: *nowhere\n'],
    [
      'aliases that grow without end',
      `a0: &a0 [x]\n${Array.from({ length: 9 }, (_one, at) => `a${at + 1}: &a${at + 1} [${Array(9).fill(`*a${at}`).join()}]\n`).join('')}`,
    ],
  ])('is refused for %s', (_fault, text) => {
    expect(readFailure(() => read(text))).toMatchObject({
      code: 'CONFIG_UNREADABLE',
      status: 7,
      why: expect.stringMatching(/^it is not YAML: .+[^:]$/),
    });
  });

  it('that is not there is told by its path', () => {
    const path = join(directory, 'none.yml');
    expect(readFailure(() => readConfigFile(path))).toMatchObject({
      code: 'CONFIG_UNREADABLE',
      what: `The config ${path} cannot be read.`,
      why: 'reading it gives ENOENT',
    });
  });
});
