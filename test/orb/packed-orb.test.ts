import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/bundle-helper.ts';
import { commandInputs, inputDescriptions } from '../../src/inputs/commands.ts';
import { type Inputs, nameInputVariable } from '../../src/inputs/input.ts';
import { decodeBase85 } from '../support/base85.ts';
import { listRuns, type PackedRun, parseOrb } from '../support/packed-orb.ts';
import { readOrb } from '../support/vault-jobs.ts';

const orb = parseOrb();
const runs = listRuns(orb);
const helperRuns = runs.filter(({ environment }) => 'VAULT_OIDC_HELPER' in environment);

describe.each(Object.entries(commandInputs))('the command %s of the orb', (command, defined) => {
  const inputs: Inputs = defined;
  const parameters = Object.entries(inputs).filter(([, { variable }]) => variable === undefined);
  const descriptions: Readonly<Record<string, string>> =
    Object.entries(inputDescriptions).find(([name]) => name === command)?.[1] ?? {};
  const run: PackedRun | undefined = helperRuns.find(({ of }) => of === command);
  const variables = Object.entries(run?.environment ?? {});

  it('has a parameter for each of its inputs, and no other', () => {
    const expected = parameters.map(([name, { default: fallback }]) => [
      name,
      {
        type: typeof fallback === 'boolean' ? 'boolean' : 'string',
        ...(fallback === undefined ? {} : { default: fallback }),
        description: descriptions[name],
      },
    ]);
    expect(orb.commands[command]?.parameters).toEqual(Object.fromEntries(expected));
    expect(Object.values(descriptions).filter((text) => !/\w/.test(text))).toEqual([]);
  });

  it('hands each parameter to the helper as a variable of its own', () => {
    expect(variables.filter(([, value]) => value.includes('<<'))).toEqual(
      parameters.map(([name]) => [nameInputVariable(name), `<< parameters.${name} >>`]),
    );
    expect(Object.fromEntries(variables)).toMatchObject({ VAULT_OIDC_COMMAND: command });
  });
});

describe('the scripts of the orb', () => {
  it('hold no parameter and no tag that CircleCI would fill in', () => {
    expect(runs.length).toBeGreaterThanOrEqual(Object.keys(commandInputs).length);
    const unescaped = runs.filter(({ command }) => /(?<!\\)<</.test(command));
    expect(unescaped.map(({ of }) => of)).toEqual([]);
  });

  it('leave no "<<" in the orb but parameters in a step\'s variables and in the image', () => {
    const tags = readOrb()
      .split('\n')
      .filter((line) => /(?<!\\)<</.test(line));
    const allowed =
      /^ {12}VAULT_OIDC_[A-Z_]+: << parameters\.[a-z_]+ >>$|^ {6}- image: cimg\/node:<< parameters\.tag >>$/;
    expect(tags.filter((line) => !allowed.test(line))).toEqual([]);
  });

  it('are launchers of at most 4,000 characters', () => {
    const long = helperRuns.filter(({ command }) => command.length > 4000);
    expect(long.map(({ of, command }) => [of, command.length])).toEqual([]);
  });
});

describe('the helper in the orb', () => {
  it('is in every command alike, with at most 32,000 characters', () => {
    const helpers = new Set(helperRuns.map(({ environment }) => environment['VAULT_OIDC_HELPER']));
    expect(helpers.size).toBe(1);
    // Nothing that opens a tag of CircleCI's or needs an escape in YAML.
    expect([...helpers][0]).toMatch(/^[(-;=-[\]-~]{1,32000}$/);
  });

  it('is what the build bundled, and has the digest that stands beside it', () => {
    for (const { environment } of helperRuns) {
      const helper = brotliDecompressSync(decodeBase85(environment['VAULT_OIDC_HELPER'] ?? ''));
      const digest = createHash('sha256').update(helper).digest('hex');
      expect(environment['VAULT_OIDC_HELPER_SHA256']).toBe(digest);
      expect(helper.equals(readFileSync(`${root}dist/helper.cjs`))).toBe(true);
    }
  });
});
