import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { yamlVersion } from '../../orb/circleci-yaml.ts';
import { root } from '../../scripts/bundle-helper.ts';
import { holdForReview } from '../../scripts/orb/read-orb.ts';
import { checkUnpackedForm } from '../../scripts/orb/unpacked-form.ts';
import { isMapping, type Mapping } from '../../scripts/unpack/orb-files.ts';
import { packOrb } from '../../scripts/unpack/pack.ts';
import { readTree, writeTree } from '../../scripts/unpack/tree.ts';
import { unpackOrb } from '../../scripts/unpack/unpack-orb.ts';
import { listClis } from '../support/circleci-api/cli-under-test.ts';
import { readOrb } from '../support/vault-jobs.ts';

const files = readTree(`${root}dist/orb`);
const packed: unknown = parse(readOrb(), yamlVersion);
const commandFiles = [...files].filter(([path]) => path.startsWith('commands/'));
const official = (await listClis()).filter(({ title }) => title.includes('official'));

describe('the unpacked orb', () => {
  it('packs into the packed one', () => {
    expect(packOrb(files)).toEqual(packed);
    expect(checkUnpackedForm(holdForReview(readOrb()), files)).toEqual([]);
  });

  it.each([
    ['a changed script', 'scripts/launcher.sh', '# another', /^orb\.commands\.[a-z-]+\.steps$/],
    ['a changed command', 'commands/auth.yml', 'description: Other', /^orb\.commands\.auth\./],
    ['one command more', 'commands/more.yml', 'steps: []', /^orb\.commands\.more$/],
    ['another description', '@orb.yml', 'version: 2.1', /^orb\.(description|display)$/],
    ['a file that is no mapping', 'commands/auth.yml', '- x', /^orb$/],
  ])('is found out with %s', (_title, path, text, places) => {
    const changed = new Map([...files, [path, text]]);
    const findings = checkUnpackedForm(holdForReview(readOrb()), changed);
    expect(findings).not.toEqual([]);
    for (const { rule, place } of findings) {
      expect(rule).toBe('unpacked-form');
      expect(place).toMatch(places);
    }
  });

  it('has the launcher and the helper in files of their own', () => {
    expect([...files.keys()]).toContain('scripts/launcher.sh');
    expect(commandFiles.length).toBeGreaterThanOrEqual(3);
    for (const [, text] of commandFiles) {
      expect(text).toContain('<<include(scripts/');
      expect(text.split('\n').filter((line) => line.length > 200)).toEqual([]);
    }
  });

  it('passes the review of the orb tools: each step has a name, long commands are included', () => {
    const steps = commandFiles.flatMap(([, text]) => findRuns(parse(text, yamlVersion)));
    expect(steps.length).toBeGreaterThanOrEqual(commandFiles.length);
    for (const { name, command } of steps) {
      expect(name).toMatch(/\w/);
      expect(
        typeof command === 'string' && (command.length <= 64 || command.includes('<<include(')),
      ).toBe(true);
    }
  });

  it.each(official)('packs into the packed one by $title', () => {
    const output = execFileSync('circleci', ['orb', 'pack', `${root}dist/orb`], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: tmpdir(), CI: 'true' },
    });
    // 0.1 writes the version of an example as a text.
    const text = (orb: unknown): string => JSON.stringify(sortKeys(orb)).replaceAll('"2.1"', '2.1');
    expect(text(parse(output, yamlVersion))).toBe(text(packed));
  });
});

const step = (run: object): Mapping => ({
  version: 2.1,
  commands: { greet: { description: 'Greet.', steps: [{ run }] } },
});

function unpack(orb: Mapping, names: Readonly<Record<string, string>> = {}) {
  return Object.fromEntries(unpackOrb(orb, new Map(Object.entries(names))));
}

describe('unpacking', () => {
  const long = `cat \\<<END\n${'x'.repeat(64)}\nEND\n`;

  it('puts a long command into a file, without the escapes', () => {
    const unpacked = unpack(step({ name: 'Greet', command: long }));
    expect(unpacked['scripts/greet.sh']).toBe(long.replace('\\', ''));
    expect(unpacked['commands/greet.yml']).toContain('command: <<include(scripts/greet.sh)>>');
  });

  it('keeps a text once, under the name that it has', () => {
    const command = { steps: [{ run: { name: 'a', command: long } }] };
    const orb = { version: 2.1, commands: { a: command, b: command } };
    const names = Object.keys(unpack(orb, { [long.replace('\\', '')]: 'launcher.sh' }));
    expect(names).toEqual(['@orb.yml', 'commands/a.yml', 'commands/b.yml', 'scripts/launcher.sh']);
  });

  it('gives two texts of one command two names', () => {
    const steps = ['a', 'b'].map((text) => ({ run: { name: text, command: text.repeat(65) } }));
    expect(Object.keys(unpack({ commands: { greet: { steps } } }))).toEqual([
      '@orb.yml',
      'commands/greet.yml',
      'scripts/greet.sh',
      'scripts/greet-2.sh',
    ]);
  });

  it.each([
    ['a short command', { command: 'x'.repeat(64) }],
    ['a command with a parameter', { command: `${'x'.repeat(64)} << parameters.name >>` }],
    ['a short variable', { command: 'x', environment: { A: 'x'.repeat(200) } }],
  ])('leaves %s where it is', (_title, run) => {
    expect(Object.keys(unpack(step(run)))).toEqual(['@orb.yml', 'commands/greet.yml']);
  });

  it('leaves the config of an example whole', () => {
    const usage = { jobs: { a: { steps: [{ run: { command: long } }] } } };
    const unpacked = unpack({ examples: { first: { description: 'One.', usage } } });
    expect(Object.keys(unpacked)).toEqual(['@orb.yml', 'examples/first.yml']);
  });

  it('and packing give any orb back', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/);
    const text = fc.oneof(
      fc.string({
        unit: fc.constantFrom('a', '<', '\\', '\n', ' ', '>', '#', ':'),
        maxLength: 300,
      }),
      fc.string({ unit: 'grapheme-ascii', minLength: 60, maxLength: 260 }),
      fc.constantFrom('yes', 'on', '1.10', '0123', '~', ''),
    );
    // The library for YAML loses blanks of a text that has nothing else but newlines.
    const plain = text.filter((value) => !/<<\s*include\(|^\s*\n\s*$/.test(value));
    const run = fc.record({ command: plain, environment: fc.dictionary(name, plain) });
    const component = fc.record({
      description: plain,
      steps: fc.array(
        fc.oneof(
          fc.record({ run }),
          fc.record({ when: fc.record({ steps: fc.array(fc.record({ run })) }) }),
        ),
      ),
    });
    const components = fc.dictionary(name, component, { minKeys: 1 });
    const orbs = fc.record(
      {
        version: fc.constant(2.1),
        description: plain,
        display: fc.dictionary(name, plain),
        commands: components,
        jobs: components,
        executors: components,
        examples: components,
      },
      { requiredKeys: ['version'] },
    );
    fc.assert(
      fc.property(orbs, (orb) => {
        const plainOrb: unknown = JSON.parse(JSON.stringify(orb));
        expect(packOrb(unpackOrb({ ...orb }, new Map()))).toEqual(plainOrb);
      }),
      { numRuns: 50 },
    );
  });
});

describe('packing', () => {
  const pack = (command: string, scripts: Readonly<Record<string, string>>): unknown =>
    packOrb(
      new Map([
        ['@orb.yml', 'version: 2.1\n'],
        ['commands/a.yml', `steps:\n  - run: ${JSON.stringify(command)}\n`],
        ...Object.entries(scripts),
      ]),
    )['commands'];

  it('escapes each "<<" of an included file, and no other', () => {
    expect(pack('<< include(scripts/a.sh) >>', { 'scripts/a.sh': 'a <<< b <<E\n' })).toEqual({
      a: { steps: [{ run: 'a \\<<< b \\<<E\n' }] },
    });
    expect(pack('<< parameters.a >>', {})).toEqual({
      a: { steps: [{ run: '<< parameters.a >>' }] },
    });
  });

  it.each([
    ['set -e\n<<include(scripts/a.sh)>>', 'an include is not the whole value'],
    ['<<include(scripts/b.sh)>>', 'the orb has no file scripts/b.sh'],
  ])('refuses %j', (command, words) => {
    expect(() => pack(command, { 'scripts/a.sh': 'a' })).toThrow(words);
  });

  it('refuses a directory without @orb.yml', () => {
    expect(() => packOrb(new Map())).toThrow('the orb has no file @orb.yml');
  });
});

describe('writing the files', () => {
  it('removes those of an earlier build', () => {
    const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
    try {
      writeTree(
        directory,
        new Map([
          ['commands/old.yml', 'a'],
          ['@orb.yml', 'a'],
        ]),
      );
      writeTree(directory, new Map([['@orb.yml', 'b']]));
      expect([...readTree(directory)]).toEqual([['@orb.yml', 'b']]);
      expect(readFileSync(join(directory, '@orb.yml'), 'utf8')).toBe('b');
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});

function findRuns(part: unknown): Mapping[] {
  if (Array.isArray(part)) return part.flatMap(findRuns);
  if (!isMapping(part)) return [];
  const { run } = part;
  return [...(isMapping(run) ? [run] : []), ...Object.values(part).flatMap(findRuns)];
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sortKeys(value[key])]),
  );
}
