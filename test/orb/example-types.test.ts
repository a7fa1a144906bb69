import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/bundle-helper.ts';
import { type CommandParameter, listParameters } from '../../src/inputs/command-parameters.ts';
import { orbCommands } from '../../src/inputs/orb-commands.ts';

/** A step that gives a command these parameters. */
function writeStep(command: string, parameters: readonly CommandParameter[]): string {
  const given = parameters.map(({ name, type }) => `${name}: ${type === 'boolean' ? true : "'x'"}`);
  return `{ 'vault-oidc/${command}': { ${given.join(', ')} } }`;
}

const commands = [
  ['load-secrets', listParameters('load-secrets')],
  ['auth', listParameters('auth')],
  ['revoke', listParameters('revoke')],
  ['install-vault', listParameters('install-vault')],
] as const;
const isRequired = (parameter: CommandParameter): boolean => parameter.default === undefined;

// Steps of an example as they would stand in a file, each in one of its own.
const rightSteps = [
  ...commands.map(([name, parameters]) => writeStep(name, parameters)),
  ...commands.map(([name, parameters]) => writeStep(name, parameters.filter(isRequired))),
  "'vault-oidc/revoke'",
  "{ 'vault-oidc/load-secrets': { secrets: 'a b', revoke_token: false } }",
  "{ 'vault-oidc/auth': {} }",
];
const wrongSteps: readonly (readonly [string, string])[] = [
  ...commands.flatMap(([name, parameters]) =>
    parameters.filter(isRequired).map((left): [string, string] => [
      writeStep(
        name,
        parameters.filter((given) => given !== left),
      ),
      `Property '${left.name}' is missing`,
    ]),
  ),
  ["{ 'vault-oidc/load-secrets': { secrets: 'a b', roles: 'x' } }", "'roles' does not exist"],
  ["{ 'vault-oidc/load-secrets': { role: 'x' } }", "Property 'secrets' is missing"],
  ["'vault-oidc/load-secrets'", "not assignable to type 'ExampleStep'"],
  ["{ 'vault-oidc/auth': { export_token: 'true' } }", "not assignable to type 'boolean'"],
  ["{ 'vault-oidc/auth': { timeout: 90 } }", "not assignable to type 'string'"],
  ["{ 'vault-oidc/revoke': { role: 'x' } }", "'role' does not exist"],
  ["{ 'vault-oidc/auth': { skip_verify: 'true' } }", "'skip_verify' does not exist"],
  ["{ 'vault-oidc/load_secrets': { secrets: 'a b' } }", "load_secrets'' does not exist"],
  ["'vault-oidc/revoke-all'", "not assignable to type 'ExampleStep'"],
];

let directory: string;
/** What the compiler says of each step that it refuses. */
let errors: ReadonlyMap<string, string>;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'vault-oidc-types-'));
  errors = compileSteps([...rightSteps, ...wrongSteps.map(([step]) => step)]);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("an example's use of a command", () => {
  it.each(wrongSteps)('does not compile when it is wrong: %s', (step, words) => {
    expect(errors.get(step)).toContain(words);
  });

  it('is tried here for each command', () => {
    expect(commands.map(([name]) => name)).toEqual(Object.keys(orbCommands));
  });

  it.each(rightSteps)('compiles when it is right: %s', (step) => {
    expect(errors.get(step)).toBeUndefined();
  });
});

function compileSteps(steps: readonly string[]): Map<string, string> {
  const example = JSON.stringify(`${root}orb/examples/example.ts`);
  for (const [index, step] of steps.entries()) {
    const text = `import type { ExampleStep } from ${example};\nexport const step: ExampleStep = ${step};\n`;
    writeFileSync(join(directory, `${index}.mts`), text);
  }
  const config = {
    extends: `${root}tsconfig.json`,
    compilerOptions: { typeRoots: [`${root}node_modules/@types`] },
    include: ['*.mts'],
  };
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(config));
  const compiler = `${root}node_modules/typescript/bin/tsc`;
  const { stdout } = spawnSync(process.execPath, [compiler, '--pretty', 'false'], {
    cwd: directory,
    encoding: 'utf8',
  });
  // An error begins its line with the file; what follows is indented.
  return new Map(
    stdout
      .split(/\n(?=\S)/)
      .filter((error) => error !== '')
      .map((error) => [steps[Number.parseInt(error, 10)] ?? 'another file', error]),
  );
}
