import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/bundle-helper.ts';
import { findWrongImports } from '../support/architecture/import-rules.ts';
import { listImports, readSources, type Source } from '../support/architecture/sources.ts';
import { findWrongTexts } from '../support/architecture/text-rules.ts';

const sources = readSources(['src', 'orb', 'scripts']);
const modules = sources.filter(({ path }) => path.endsWith('.ts'));

describe('the parts of the project', () => {
  it('import in the one direction alone', () => {
    expect(findWrongImports(modules.flatMap(listImports))).toEqual([]);
  });

  it('keep to their texts: one reader of the environment, one voice, named places of secrets, short files', () => {
    expect(findWrongTexts(sources)).toEqual([]);
  });
});

describe('a wrong import is told', () => {
  const check = (from: string, ...targets: string[]): string[] =>
    findWrongImports(targets.map((to) => ({ from, to, isTypeOnly: false })));

  it.each([
    ['src/core/a.ts', 'src/inputs/b.ts', 'core imports core alone'],
    ['src/core/a.ts', 'src/ports.ts', 'core imports core alone'],
    ['src/core/references/a.ts', 'src/adapters/b.ts', 'core imports core alone'],
    ['src/core/a.ts', 'node:crypto', 'core imports core alone'],
    ['src/core/a.ts', 'valibot', 'core imports core alone'],
    ['src/inputs/a.ts', 'src/commands/b.ts', 'inputs import core'],
    ['src/inputs/a.ts', 'src/adapters/b.ts', 'inputs import core'],
    ['src/inputs/a.ts', 'node:fs', 'inputs import core'],
    ['src/inputs/a.ts', 'node-vault', 'inputs import core'],
    ['src/ports.ts', 'src/adapters/b.ts', 'ports import types of core'],
    ['src/ports.ts', 'src/core/b.ts', 'ports import types of core'],
    ['src/commands/a.ts', 'src/adapters/b.ts', 'commands import core'],
    ['src/commands/a.ts', 'src/main.ts', 'commands import core'],
    ['src/commands/a.ts', 'node:fs', 'commands import core'],
    ['src/commands/a.ts', 'valibot', 'commands import core'],
    ['src/adapters/a.ts', 'src/commands/b.ts', 'an adapter imports core'],
    ['src/adapters/a.ts', 'src/inputs/b.ts', 'an adapter imports core'],
    ['src/adapters/a.ts', 'src/main.ts', 'an adapter imports core'],
    ['src/main.ts', 'orb/orb.ts', 'main and installer join parts of src'],
    ['src/main.ts', 'scripts/build.ts', 'main and installer join parts of src'],
    ['src/installer.ts', 'node:fs', 'main and installer join parts of src'],
    ['src/main.ts', 'node:fs', 'main and installer join parts of src'],
    ['src/core/a.ts', 'test/support/b.ts', 'core imports core alone'],
    ['src/adapters/a.ts', 'orb/b.ts', 'an adapter imports core'],
    ['src/adapters/a.ts', 'scripts/b.ts', 'an adapter imports core'],
    ['src/version.ts', 'src/core/b.ts', 'the version imports nothing'],
    ['src/utils.ts', 'src/core/b.ts', 'in no part of src'],
    ['orb/a.ts', 'src/core/b.ts', 'orb imports orb, src/inputs'],
    ['orb/a.ts', 'scripts/b.ts', 'orb imports orb, src/inputs'],
    ['orb/commands/a.ts', '@circleci/circleci-config-sdk', 'the SDK belongs into orb/sdk.ts'],
    ['orb/sdk.ts', 'yaml', 'imports the SDK'],
  ])('%s → %s', (from, to, words) => {
    const told = check(from, to);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(`${from} imports ${to}: `);
    expect(told[0]).toContain(words);
  });

  it('as soon as an adapter takes a second library', () => {
    const first = ['src/adapters/a.ts', 'valibot', 'node:fs', 'src/core/b.ts'] as const;
    expect(check(...first)).toEqual([]);
    expect(check(...first, 'node-vault')).toHaveLength(2);
  });
});

describe('a wrong text is told', () => {
  const check = (path: string, text: string): string =>
    findWrongTexts([{ path, text }], {}).join('\n');

  it.each([
    ['src/core/a.ts', 'const home = process.env.HOME;', 'take the environment as an argument'],
    ['src/adapters/a.ts', "process['env']['HOME']", 'take the environment as an argument'],
    ['src/adapters/a.ts', 'const { env } = process;', 'take the environment as an argument'],
    ['src/adapters/a.ts', "import { env } from 'node:process';", 'by another door'],
    ['src/main.ts', 'console.log(1);', 'is the one voice'],
    ['src/adapters/a.ts', 'const { log } = console;', 'is the one voice'],
    ['src/core/a.ts', 'token.reveal()', 'keep it wrapped'],
    ['src/main.ts', 'const text = secret?.reveal();', 'keep it wrapped'],
    ['src/core/a.ts', "secrets.map((secret) => secret['reveal']())", 'keep it wrapped'],
    ['src/core/a.ts', 'use(secret.reveal)', 'keep it wrapped'],
  ])('%s: %j', (path, text, words) => {
    expect(check(path, text)).toContain(`${path} `);
    expect(check(path, text)).toContain(words);
  });

  it.each([
    ['src/main.ts', 'run(process.env);'],
    ['src/adapters/a.ts', "import './console-report.ts'; process.cwd();"],
    ['src/core/secret.ts', '/** `reveal()` is the way. */\n  reveal(): T {'],
    ['scripts/a.ts', 'console.log(process.env);'],
  ])('%s may hold %j', (path, text) => {
    expect(check(path, text)).toBe('');
  });

  it.each(['src/core/a.ts', 'orb/a.sh', 'scripts/a.ts'])('%s of 201 lines', (path) => {
    expect(check(path, 'line\n'.repeat(200))).toBe('');
    expect(check(path, 'line\n'.repeat(201))).toContain(`${path} has more than 200 lines`);
  });

  it('when a file is still named that reveals nothing', () => {
    expect(findWrongTexts([], { 'src/core/gone.ts': 'reason' })).toEqual([
      expect.stringContaining('src/core/gone.ts reveals no secret any more'),
    ]);
  });
});

describe('the reader of imports', () => {
  it('finds types, several lines, side effects, calls, Node and packages', () => {
    const text = `
import { readFileSync } from 'node:fs';
import type { A } from '../core/a.ts';
import {
  type B,
  c,
} from './c.ts';
import * as v from 'valibot';
import sdk from '@circleci/circleci-config-sdk/dist/index.js';
import './side-effect.ts';
export { d } from '../../orb/d.ts';
const e = await import('./e.ts');
const f = require('fs');
`;
    const found = listImports({ path: 'src/adapters/x.ts', text });
    expect(found.map(({ to }) => to)).toEqual([
      'node:fs',
      'src/core/a.ts',
      'src/adapters/c.ts',
      'valibot',
      '@circleci/circleci-config-sdk',
      'src/adapters/side-effect.ts',
      'orb/d.ts',
      'src/adapters/e.ts',
      'node:fs',
    ]);
    expect(found.filter(({ isTypeOnly }) => isTypeOnly).map(({ to }) => to)).toEqual([
      'src/core/a.ts',
    ]);
  });

  it('finds between our files what esbuild finds', async () => {
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: [
        'src/main.ts',
        'src/installer.ts',
        'orb/orb.ts',
        'scripts/build.ts',
        'scripts/document.ts',
      ],
      bundle: true,
      write: false,
      metafile: true,
      outdir: 'unused',
      platform: 'node',
      format: 'esm',
      packages: 'external',
    });
    // Scripts import the tests' runner, which is none of these modules.
    const bundled = Object.entries(metafile.inputs)
      .filter(([from]) => modules.some(({ path }) => path === from))
      .flatMap(([from, { imports }]) =>
        imports.filter(({ external }) => !external).map(({ path }) => `${from} → ${path}`),
      );
    const read = modules
      .filter(({ path }) => Object.hasOwn(metafile.inputs, path))
      .flatMap(listRuntimeImports);
    expect(read.sort()).toEqual([...new Set(bundled)].sort());
    expect(read.length).toBeGreaterThan(50);
  });
});

function listRuntimeImports(source: Source): string[] {
  return listImports(source)
    .filter(({ to, isTypeOnly }) => !isTypeOnly && to.endsWith('.ts'))
    .map(({ from, to }) => `${from} → ${to}`);
}
