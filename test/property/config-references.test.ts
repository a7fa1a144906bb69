import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { collectSteps } from '../../src/core/config-references/collect-steps.ts';
import {
  listUnknown,
  makeUnknownEnvironment,
  markUnknown,
  writeUnknown,
} from '../../src/core/config-references/unknown-text.ts';
import { parseReferences } from '../../src/core/references/parse-references.ts';
import { formatPath } from '../../src/core/references/reference.ts';
import { anyText } from '../support/arbitrary-text.ts';
import { compileJob } from '../support/runner/compile-job.ts';
import { listRuns } from '../support/runner/small-config.ts';
import { readOrb } from '../support/vault-jobs.ts';

const yamlVersion = { version: '1.1' } as const;

// Commands call those behind them alone, so that none calls itself.
const commandNames = ['alpha', 'beta', 'gamma'] as const;
const parameters = {
  app: { type: 'string', default: 'app-default' },
  on: { type: 'boolean', default: false },
  inside: {
    type: 'steps',
    default: [{ 'v/load-secrets': { secrets: 'inside/<< pipeline.parameters.team >> key' } }],
  },
};
const part = fc.constantFrom(
  'x',
  'y',
  '<< parameters.app >>',
  '<< pipeline.parameters.team >>',
  'a-<< parameters.app >>-<<parameters.on>>',
  '\\<<x',
);
const value = fc.constantFrom('one', 'two', '<< parameters.app >>', 'z-<< parameters.app >>');
const flag = fc.constantFrom<unknown>(true, false, '<< parameters.on >>');
const condition = fc.oneof(
  flag,
  fc.record({ not: flag }),
  fc.record({ and: fc.array(flag, { minLength: 1, maxLength: 2 }) }),
  fc.record({ or: fc.array(flag, { minLength: 1, maxLength: 2 }) }),
  fc.record({ equal: fc.tuple(value, fc.constantFrom('one', '<< parameters.app >>')) }),
  fc.record({ matches: fc.record({ pattern: fc.constantFrom('one|z-.*', '.*'), value }) }),
);

const load = fc.array(fc.tuple(part, part), { minLength: 1, maxLength: 2 }).map((paths) => ({
  'v/load-secrets': {
    secrets: paths.map(([mount, name], at) => `${mount}/${name} key | N${at}`).join('\n'),
  },
}));

/** Steps that may call the commands of these names. */
function makeSteps(callable: readonly string[], depth: number): fc.Arbitrary<unknown[]> {
  const inner = depth === 0 ? fc.constant([{ run: 'true' }]) : makeSteps(callable, depth - 1);
  const call = fc
    .record({ app: value, on: flag, inside: inner }, { requiredKeys: [] })
    .chain((given) => fc.constantFrom(...callable).map((name) => ({ [name]: given })));
  const branch = fc
    .tuple(fc.constantFrom('when', 'unless'), condition, inner)
    .map(([name, holds, steps]) => ({ [name]: { condition: holds, steps } }));
  const step = fc.oneof(
    { arbitrary: load, weight: 3 },
    fc.constantFrom<unknown>('checkout', { run: 'true' }, { steps: '<< parameters.inside >>' }),
    ...(depth === 0 ? [] : [branch]),
    ...(callable.length === 0 ? [] : [call]),
  );
  return fc.array(step, { minLength: 1, maxLength: 3 });
}

const commands = fc
  .tuple(...commandNames.map((_name, at) => makeSteps(commandNames.slice(at + 1), 2)))
  .map((bodies) =>
    Object.fromEntries(
      commandNames.map((name, at) => [name, { parameters, steps: bodies[at] ?? [] }]),
    ),
  );

const config = fc
  .record({
    commands,
    steps: makeSteps(commandNames, 2),
    given: fc.record(
      { app: fc.constantFrom('one', 'two'), on: fc.boolean() },
      { requiredKeys: [] },
    ),
  })
  .map(({ commands: defined, steps, given }) =>
    stringify(
      {
        version: 2.1,
        orbs: { v: 'org/vault-oidc@1' },
        parameters: { team: { type: 'string', default: 'shop' } },
        commands: defined,
        jobs: { deploy: { docker: [{ image: 'cimg/base:current' }], parameters, steps } },
        workflows: { main: { jobs: [{ deploy: given }] } },
      },
      yamlVersion,
    ),
  );

describe('what a config reads', () => {
  it('is what its compiled job is told to read', () => {
    const orbs = { 'org/vault-oidc': readOrb() };
    fc.assert(
      fc.property(config, (text) => {
        const runs = listRuns(compileJob({ config: text, orbs }));
        const told = runs.flatMap(({ environment }) => {
          const source = environment['VAULT_OIDC_INPUT_SECRETS'];
          return source === undefined ? [] : parseReferences(source, {}).references;
        });
        const steps = collectSteps(parse(text, yamlVersion));
        const found = steps.flatMap(({ references }) => references);
        expect(listPaths(found)).toEqual(listPaths(told));
        expect(steps.flatMap(({ failures }) => failures)).toEqual([]);
        // A pipeline may be started with any text for it.
        const unresolved = steps.flatMap((step) => step.unresolved);
        expect(unresolved.filter((one) => !one.text.includes('pipeline.parameters.team'))).toEqual(
          [],
        );
      }),
      { numRuns: 150 },
    );
  });
});

function listPaths(references: readonly { readonly path: Parameters<typeof formatPath>[0] }[]) {
  return [...new Set(references.map(({ path }) => formatPath(path)))].sort();
}

const filledText = anyText.filter((text) => text !== '');

describe('a mark for what is unknown', () => {
  it('gives back what was written, wherever it stands', () => {
    fc.assert(
      fc.property(anyText, filledText, anyText, (before, written, after) => {
        fc.pre(![before, after].some((text) => /UNKNOWN_|_HERE/.test(text)));
        const text = before + markUnknown(written) + after;
        expect(writeUnknown(text)).toBe(before + written + after);
        expect(listUnknown(text)).toEqual([written]);
      }),
    );
  });

  it('stands for every variable that a reference may name', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z_]\w{0,9}$/), fc.boolean(), (name, isBraced) => {
        const text = isBraced ? `a/\${${name}} key` : `a/$${name}/x key`;
        const { references } = parseReferences(text, makeUnknownEnvironment(text));
        expect(references.flatMap(({ path }) => listUnknown(formatPath(path)))).toEqual([
          `\${${name}}`,
        ]);
      }),
    );
  });
});
