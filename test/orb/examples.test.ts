import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { printYaml } from '../../orb/circleci-yaml.ts';
import { examples } from '../../orb/examples/examples.ts';
import { toMap } from '../../scripts/orb/orb-under-review.ts';
import { orbCommands } from '../../src/inputs/orb-commands.ts';
import { qualifiedOrbName, referToOrb } from '../../src/inputs/orb-name.ts';
import { compileJob } from '../support/runner/compile-job.ts';
import { compileSmallConfig, listRuns } from '../support/runner/small-config.ts';
import { readOrb } from '../support/vault-jobs.ts';

const orbs = { [qualifiedOrbName]: readOrb() };
const packed = toMap(parse(readOrb(), { version: '1.1' })['examples']);

describe('the examples of the orb', () => {
  it("are named by the user's tasks", () => {
    expect(Object.keys(packed)).toEqual([
      'load_secrets',
      'token_for_terraform',
      'private_ca_and_namespace',
      'openbao',
      'several_roles_in_one_job',
      'vault_cli',
      'alpine',
    ]);
  });

  it.each(examples)(
    '$name compiles against the orb itself, as it stands there',
    ({ name, jobs }) => {
      const usage = toMap(toMap(packed[name])['usage']);
      for (const [job, { context, steps }] of Object.entries(jobs)) {
        const compiled = compileJob({ config: printYaml(usage), orbs, job });
        expect(compiled.contexts).toEqual([context]);
        const called = listRuns(compiled).map(
          ({ environment, command }) => environment['VAULT_OIDC_COMMAND'] ?? command,
        );
        expect(called).toEqual(
          steps.flatMap((step) => {
            if (step === 'checkout') return [];
            if (typeof step === 'string') return [step.replace('vault-oidc/', '')];
            return 'run' in step ? [step.run] : Object.keys(step).map((key) => key.slice(11));
          }),
        );
      }
    },
  );

  it('use every command of the orb', () => {
    const text = JSON.stringify(packed);
    const commands = Object.keys(orbCommands);
    expect(commands.filter((name) => !text.includes(`vault-oidc/${name}`))).toEqual([]);
  });
});

describe('the name that examples give the orb', () => {
  it.each([
    ['0.1.0', `${qualifiedOrbName}@1`],
    ['1.2.3', `${qualifiedOrbName}@1`],
    ['12.0.0-beta.1', `${qualifiedOrbName}@12`],
  ])('in version %s is %s', (version, reference) => {
    expect(referToOrb(version)).toBe(reference);
  });

  it.each(['', 'v1.2.3', '1.2'])('is refused for "%s"', (version) => {
    expect(() => referToOrb(version)).toThrow('is no version');
  });
});

describe('the executor of the orb', () => {
  it.each([
    ['its default', 'vault-oidc/default'],
    ['a tag', { name: 'vault-oidc/default', tag: '22.20' }],
  ])('lends a job its image with %s', (_title, executor) => {
    const config = { jobKeys: { docker: undefined, executor } };
    expect(compile(config)).toHaveLength(1);
  });

  it('refuses what it does not know', () => {
    const executor = { name: 'vault-oidc/default', version: '22.20' };
    expect(() => compile({ jobKeys: { docker: undefined, executor } })).toThrow(
      'Unexpected argument(s): version',
    );
  });
});

function compile(wish: { jobKeys: object }) {
  const keys = { orbs: { 'vault-oidc': `${qualifiedOrbName}@1` } };
  return listRuns(compileSmallConfig({ orbs, keys, ...wish }));
}
