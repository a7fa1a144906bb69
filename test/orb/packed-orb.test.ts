import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { packPayload } from '../../orb/payload.ts';
import { root } from '../../scripts/bundle-helper.ts';
import { type Inputs, nameInputVariable } from '../../src/inputs/input.ts';
import { nodeUrl } from '../../src/inputs/node-url.ts';
import { orbCommands } from '../../src/inputs/orb-commands.ts';
import { decodeBase91 } from '../support/base91.ts';
import { listRuns, type PackedRun, parseOrb } from '../support/packed-orb.ts';
import { compileSmallConfig } from '../support/runner/small-config.ts';
import { readOrb } from '../support/vault-jobs.ts';

const orb = parseOrb();
const runs = listRuns(orb);
const programRuns = runs.filter(({ environment }) => 'VAULT_OIDC_HELPER' in environment);

describe.each(Object.entries(orbCommands))('the command %s of the orb', (command, defined) => {
  const inputs: Inputs = defined.inputs;
  const descriptions: Readonly<Record<string, string>> = defined.descriptions;
  const own = Object.entries(inputs)
    .filter(([, { variable }]) => variable === undefined)
    .map(([name, { default: fallback }]) => [
      name,
      {
        type: typeof fallback === 'boolean' ? 'boolean' : 'string',
        ...(fallback === undefined ? {} : { default: fallback }),
        description: descriptions[name],
      },
    ]);
  const { name: nodeUrlName, ...nodeUrlFacts } = nodeUrl;
  const parameters = Object.fromEntries([...own, [nodeUrlName, nodeUrlFacts]]);
  const run: PackedRun | undefined = programRuns.find(({ of }) => of === command);
  const variables = Object.entries(run?.environment ?? {});

  it('has a parameter for each of its inputs and for the source of Node, and no other', () => {
    expect(orb.commands[command]?.parameters).toEqual(parameters);
    expect(Object.values(descriptions).filter((text) => !/\w/.test(text))).toEqual([]);
  });

  it('hands each parameter to its program as a variable of its own', () => {
    expect(variables.filter(([, value]) => value.includes('<<'))).toEqual(
      Object.keys(parameters).map((name) => [nameInputVariable(name), `<< parameters.${name} >>`]),
    );
    expect(Object.fromEntries(variables)).toMatchObject({ VAULT_OIDC_COMMAND: command });
  });
});

describe('the scripts of the orb', () => {
  it('hold no parameter and no tag that CircleCI would fill in', () => {
    expect(runs.length).toBeGreaterThanOrEqual(Object.keys(orbCommands).length);
    const unescaped = runs.filter(({ command }) => /(?<!\\)<</.test(command));
    expect(unescaped.map(({ of }) => of)).toEqual([]);
  });

  it('leave no "<<" in the orb but parameters in variables, caches, conditions and the image', () => {
    const tags = readOrb()
      .split('\n')
      .filter((line) => /(?<!\\)<</.test(line));
    const allowed = [
      /^ {12}VAULT_OIDC_[A-Z0-9_]+: << parameters\.[a-z0-9_]+ >>$/,
      /^ {10}condition: << parameters\.cache >>$/,
      /^ +(- |key: )vault-oidc-[^<]*-<< parameters\.product >>-<< parameters\.version >>$/,
      /^ {6}- image: cimg\/node:<< parameters\.tag >>$/,
    ];
    expect(tags.filter((line) => !allowed.some((form) => form.test(line)))).toEqual([]);
  });

  it('are launchers of at most 4,000 characters', () => {
    const long = programRuns.filter(({ command }) => command.length > 4000);
    expect(long.map(({ of, command }) => [of, command.length])).toEqual([]);
  });
});

describe('the cache of install-vault', () => {
  const isCached = [false, true];

  it.each(isCached)('is restored before and saved after, where it is wanted: %s', (cache) => {
    const { steps } = compileSmallConfig({
      steps: [{ 'vault-oidc/install-vault': { cache, version: '1.21.4' } }],
      keys: { orbs: { 'vault-oidc': 'org/vault-oidc@1' } },
      orbs: { 'org/vault-oidc': readOrb() },
    });
    const names = steps.map(({ kind, name }) => [kind, name]);
    const install = ['run', 'Install the CLI of Vault or OpenBao'];
    expect(names).toEqual(
      cache
        ? [['passed over', 'restore_cache'], install, ['passed over', 'save_cache']]
        : [install],
    );
  });

  it('has one key for both, with all that the archive depends on', () => {
    const keys = [...readOrb().matchAll(/(?:key: |keys:\n +- )(vault-oidc-.*)$/gm)].map(
      ([, key]) => key,
    );
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(
      /^vault-oidc-\d+\.\d+\.\d+-\{\{ arch \}\}-<< parameters\.product >>-<< parameters\.version >>$/,
    );
  });
});

describe('the programs in the orb', () => {
  const programs = [
    ['load-secrets', 'helper.cjs', 1],
    ['auth', 'helper.cjs', 1],
    ['revoke', 'helper.cjs', 1],
    ['install-vault', 'installer.cjs', 8],
  ] as const;

  it.each(programs)('of %s is what the build bundled as %s', (command, file, mostParts) => {
    const { environment = {} } = programRuns.find(({ of }) => of === command) ?? {};
    const parts = Object.entries(environment).filter(([name]) =>
      /^VAULT_OIDC_HELPER(_\d+)?$/.test(name),
    );
    expect(parts.map(([name]) => name)).toEqual(
      parts.map((_part, index) => `VAULT_OIDC_HELPER${index === 0 ? '' : `_${index + 1}`}`),
    );
    expect(parts.length).toBeLessThanOrEqual(mostParts);
    for (const [, text] of parts) {
      // Nothing that opens a tag of CircleCI's or needs an escape in YAML.
      expect(text).toMatch(/^[!-&(-;=-[\]-~]{1,32000}$/);
    }
    const packed = decodeBase91(parts.map(([, text]) => text).join(''));
    const program = brotliDecompressSync(packed);
    expect(program.equals(readFileSync(`${root}dist/${file}`))).toBe(true);
    const digest = createHash('sha256').update(program).digest('hex');
    expect(environment['VAULT_OIDC_HELPER_SHA256']).toBe(digest);
  });

  it('are in each step of the orb that has a launcher', () => {
    expect(programRuns.map(({ of }) => of)).toEqual(programs.map(([command]) => command));
    expect(runs).toHaveLength(programs.length);
  });

  it('are cut into parts that the launcher can join, or refused', () => {
    const random = randomBytes(70_000);
    const { parts } = packPayload(random, 3);
    expect(parts.map(({ length }) => length)).toEqual([32_000, 32_000, expect.any(Number)]);
    const unpacked = brotliDecompressSync(decodeBase91(parts.join('')));
    expect(unpacked.equals(random)).toBe(true);
    expect(() => packPayload(random, 2)).toThrow('64000 fit');
  });
});
