import { describe, expect, it } from 'vitest';
import { applyRules, printFinding } from '../../scripts/orb/finding.ts';
import { type OrbUnderReview, parseOrbText } from '../../scripts/orb/orb-under-review.ts';
import { holdForReview } from '../../scripts/orb/read-orb.ts';
import { orbRules } from '../../scripts/orb/rules/rules.ts';
import { readOrb } from '../support/vault-jobs.ts';

const script = 'x=1\n'.repeat(20);

/** What each rule tells, as `place: what`. */
function check(rule: string, text: string): string[] {
  const orb: OrbUnderReview = {
    root: parseOrbText(text),
    reference: 'org/vault-oidc@2',
    scripts: [script],
  };
  const rules = orbRules.filter(({ name }) => name === rule);
  return applyRules(orb, rules).map(({ place, what }) => `${place}: ${what}`);
}

/** A command "go" with the parameter, which its step hands over. */
const withParameter = (facts: string): string =>
  `commands: { go: { parameters: { it: ${facts} }, steps: [run: { command: x, environment: { IT: << parameters.it >> } }] } }`;

/** A command "go" with one step. */
const withRun = (run: string): string => `commands: { go: { steps: [run: ${run}] } }`;

const long = (length: number): string => 'x'.repeat(length);
const longVariables = ['A', 'B', 'C', 'D'].map((name) => `${name}: ${long(30_000)}`).join(', ');

// The rule, an orb that breaks it, what is told, and the same orb mended.
const breaches: readonly (readonly [string, string, string, string])[] = [
  ['unknown-key', 'scripts: {}', 'orb: there is no key "scripts"', 'jobs: {}'],
  [
    'unknown-key',
    'display: { url: x }',
    'display: there is no key "url"',
    'display: { home_url: x }',
  ],
  [
    'unknown-key',
    'executors: { e: { image: x } }',
    'executors.e: there is no key "image"',
    'executors: { e: { docker: [image: x] } }',
  ],
  [
    'unknown-key',
    withParameter('{ type: string, values: [] }'),
    'commands.go.parameters.it: there is no key "values"',
    withParameter('{ type: string }'),
  ],
  [
    'unknown-key',
    'commands: { go: { steps: [when: { condition: x, steps: [run: { cmd: x }] }] } }',
    'commands.go.steps.0.when.steps.0.run: there is no key "cmd"',
    'commands: { go: { steps: [when: { condition: x, steps: [run: { command: x }] }] } }',
  ],
  [
    'valid-name',
    'commands: { goThere: {} }',
    'commands.goThere: "goThere" is no valid name',
    'commands: { go-there: {} }',
  ],
  [
    'parameter-type',
    withParameter('{ type: text }'),
    'commands.go.parameters.it: its type is "text"',
    withParameter('{ type: string }'),
  ],
  [
    'default-type',
    withParameter("{ type: boolean, default: 'true' }"),
    'commands.go.parameters.it: the default "true" is no boolean',
    withParameter('{ type: boolean, default: yes }'),
  ],
  [
    'enum-default',
    withParameter('{ type: enum, enum: [a, b], default: c }'),
    'commands.go.parameters.it: the default "c" is not in its list',
    withParameter('{ type: enum, enum: [a, b], default: b }'),
  ],
  [
    'enum-default',
    withParameter('{ type: enum }'),
    'commands.go.parameters.it: it is an enum without a list of values',
    withParameter('{ type: enum, enum: [a] }'),
  ],
  [
    'undeclared-parameter',
    'executors: { e: { parameters: { tag: {} }, docker: [image: "x:<< parameters.tags >>"] } }',
    'executors.e.docker.0.image: there is no parameter "tags"',
    'executors: { e: { parameters: { tag: {} }, docker: [image: "x:<<parameters.tag>>"] } }',
  ],
  [
    'unused-parameter',
    'commands: { go: { description: << parameters.it >>, parameters: { it: {} } } }',
    'commands.go.parameters.it: nothing uses the parameter "it"',
    'commands: { go: { steps: [run: << parameters.it >>], parameters: { it: {} } } }',
  ],
  [
    'unescaped-tag',
    withRun("'cat <<EOF'"),
    'orb.commands.go.steps.0.run: a "<<" opens no parameter',
    withRun("'cat \\<<EOF'"),
  ],
  [
    'unescaped-tag',
    withRun("'echo << pipeline.id >>'"),
    'orb.commands.go.steps.0.run: a "<<" opens no parameter',
    withRun("'echo << parameters.id >>'"),
  ],
  [
    'unescaped-tag',
    "examples: { e: { usage: { jobs: { x: '1 << 2' } } } }",
    'examples.e.usage.jobs.x: a "<<" opens no parameter',
    "examples: { e: { usage: { jobs: { x: '<< pipeline.id >>' } } } }",
  ],
  [
    'parameter-in-shell-text',
    withRun("{ command: 'echo << parameters.it >>' }"),
    'commands.go.steps.0.run: its command holds a parameter',
    withRun("{ command: 'echo \\<< parameters.it >>' }"),
  ],
  [
    'size-limits',
    withRun(`{ command: ${long(4001)} }`),
    'commands.go.steps.0.run.command: it has 4001 characters; 4000 may be',
    withRun(`{ command: ${long(4000)} }`),
  ],
  [
    'size-limits',
    withRun(`{ environment: { A: ${long(32_765)} } }`),
    'commands.go.steps.0.run.environment.A: it has 32767 characters; 32766 may be',
    withRun(`{ environment: { A: ${long(32_764)} } }`),
  ],
  [
    'size-limits',
    withRun(`{ environment: { ${longVariables}, E: ${long(10_000)} } }`),
    'commands.go: it has 130062 characters; 130000 may be',
    withRun(`{ environment: { ${longVariables}, E: ${long(9000)} } }`),
  ],
  [
    'RC001',
    'display: { home_url: x }',
    'display: the orb has no source_url',
    'display: { source_url: x }',
  ],
  [
    'RC002',
    'executors: { e: { docker: [] } }',
    'executors.e: it has no description',
    'executors: { e: { description: x } }',
  ],
  [
    'RC002',
    'commands: { go: { description: x, parameters: { it: { description: " " } } } }',
    'commands.go.parameters.it: it has no description',
    'commands: { go: { description: x, parameters: { it: { description: x } } } }',
  ],
  ['RC003', 'examples: {}', 'examples: the orb has no example', 'examples: { load_secrets: {} }'],
  [
    'RC004',
    'examples: { example_of_load: {} }',
    'examples.example_of_load: its name holds the word "example"',
    'examples: { load_secrets: {} }',
  ],
  [
    'RC005',
    `description: ${long(63)}`,
    'description: it has 63 characters',
    `description: ${long(64)}`,
  ],
  [
    'RC006',
    'display: { source_url: http://example.com }',
    'display.source_url: "http://example.com" is not an https:// URL',
    'display: { source_url: https://example.com }',
  ],
  [
    'RC007',
    'display: { home_url: example.com }',
    'display.home_url: "example.com" is not an https:// URL',
    'display: { source_url: https://example.com }',
  ],
  ['RC008', withRun('x'), 'commands.go.steps.0.run: the step has no name', withRun('{ name: x }')],
  [
    'RC009',
    withRun(`{ name: x, command: ${long(65)} }`),
    'commands.go.steps.0.run: its command of 65 characters is in no script file',
    withRun(`{ name: x, command: ${JSON.stringify(script)} }`),
  ],
  [
    'RC010',
    withParameter('{}').replaceAll('it:', 'it-is:'),
    'commands.go.parameters.it-is: the name "it-is" holds a "-"',
    'commands: { go-there: { parameters: { it_is: {} } } }',
  ],
  [
    'RC011',
    'examples: { e: { usage: { orbs: { v: org/vault-oidc@1 } } } }',
    'examples.e.usage.orbs: it uses org/vault-oidc@1, not org/vault-oidc@2',
    'examples: { e: { usage: { orbs: { v: org/vault-oidc@2 } } } }',
  ],
  [
    'RC012',
    'commands: { go: { parameters: { it: { default: $IT } }, steps: [save_cache: { key: v1-<< parameters.it >> }] } }',
    'commands.go.steps.0.save_cache.key: the key holds the reference of "it" as text',
    'commands: { go: { parameters: { it: { default: x } }, steps: [save_cache: { key: v1-<< parameters.it >> }] } }',
  ],
];

describe('the rule', () => {
  // The orbs themselves can be long, and stay out of the titles.
  it.each(breaches.map(([rule, , told], index) => [rule, told, index] as const))(
    '%s tells %s',
    (rule, told, index) => {
      const [, broken = '', , mended = ''] = breaches[index] ?? [];
      expect(check(rule, broken)).toEqual([told]);
      expect(check(rule, mended)).toEqual([]);
    },
  );

  it.each(orbRules)(
    '$name has an orb here that breaks it, and the packed orb keeps to it',
    (rule) => {
      expect(breaches.map(([name]) => name)).toContain(rule.name);
      const packed = holdForReview(readOrb());
      expect(applyRules(packed, [rule]).map(printFinding)).toEqual([]);
    },
  );
});

it('a finding is one line, whatever it quotes', () => {
  const finding = {
    rule: 'yaml',
    place: 'orb',
    what: 'it is:\n  - bad\r\n  - worse',
    remedy: 'mend it',
  };
  expect(printFinding(finding)).toBe('yaml  orb: it is: - bad - worse; mend it');
});
