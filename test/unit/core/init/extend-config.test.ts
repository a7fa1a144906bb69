import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { sortInsertions } from '../../../../src/core/init/insertion.ts';
import { extendText, writeConfig } from '../../../support/extended-config.ts';

const step = {
  'vault-oidc/load-secrets': {
    secrets: 'secret/app/db password | DB_PASSWORD\nsecret/app/db user\n',
  },
};

describe('a config that gets the orb', () => {
  it('keeps its comments, blanks, quotes and anchors, and gets lines alone', () => {
    const text = `# Ours.
version: 2.1 # newest

x-image: &image
  - image: "cimg/node:lts"   # quoted

jobs:
  build:   # the only one
    docker: *image
    steps:
    - checkout   # first

    # Then build it.
    - run:
        command: |
          make   all
workflows:
  main:
    jobs:
      - build:
          # On main alone.
          filters: {branches: {only: 'main'}}
`;
    expect(extendText(text).text).toBe(`# Ours.
version: 2.1 # newest

orbs:
  vault-oidc: org/vault-oidc@1

x-image: &image
  - image: "cimg/node:lts"   # quoted

jobs:
  build:   # the only one
    docker: *image
    steps:
    - checkout   # first
    - vault-oidc/load-secrets:
        secrets: |
          secret/app/db password | DB_PASSWORD
          secret/app/db user

    # Then build it.
    - run:
        command: |
          make   all
workflows:
  main:
    jobs:
      - build:
          # On main alone.
          filters: {branches: {only: 'main'}}
          context: vault
`);
  });

  it.each([
    [
      'a list between brackets',
      '    steps: [checkout, run: make]\n',
      ['checkout', step, { run: 'make' }],
    ],
    [
      'a list of maps between brackets',
      '    steps: [{checkout: {path: a}}, {run: make}]\n',
      [{ checkout: { path: 'a' } }, step, { run: 'make' }],
    ],
    ['no checkout', '    steps:\n      - run: make\n', [step, { run: 'make' }]],
    ['no checkout, between brackets', '    steps: [run: make]\n', [step, { run: 'make' }]],
    ['no step at all', '    steps: []\n', [step]],
    [
      'a checkout of several lines',
      '    steps:\n    -   checkout:\n            path: a\n    -   run: make\n',
      [{ checkout: { path: 'a' } }, step, { run: 'make' }],
    ],
    [
      'a checkout with an anchor',
      '    steps:\n      - &first checkout\n      - run: make\n',
      ['checkout', step, { run: 'make' }],
    ],
    ['the checkout alone', '    steps:\n    - checkout\n', ['checkout', step]],
    [
      'Windows lines',
      '    steps:\r\n      - checkout\r\n      - run: make\r\n',
      ['checkout', step, { run: 'make' }],
    ],
  ])('has its step in %s', (_name, steps, expected) => {
    const { text } = extendText(writeConfig({ steps }));
    const secrets = JSON.stringify(parse(text).jobs.build.steps).replaceAll(
      'db user"',
      'db user\\n"',
    );
    expect(JSON.parse(secrets)).toEqual(expected);
  });

  it.each([
    ['a name alone', '      - build\n', [{ build: { context: 'vault' } }]],
    ['a name with a comment', '      - "build" # one\n', [{ build: { context: 'vault' } }]],
    [
      'a name at the end of a text without a newline',
      '      - build',
      [{ build: { context: 'vault' } }],
    ],
    [
      'a name without a value',
      '      - build:\n      - hold: {type: approval}\n',
      [{ build: { context: 'vault' } }, { hold: { type: 'approval' } }],
    ],
    [
      'a map between braces',
      '      - build: {requires: [a]}\n',
      [{ build: { context: 'vault', requires: ['a'] } }],
    ],
    ['an empty map', '      - build: {}\n', [{ build: { context: 'vault' } }]],
    [
      'a map with a context',
      '      - build: {context: one}\n',
      [{ build: { context: ['one', 'vault'] } }],
    ],
    [
      'a context by a tag',
      '      - build:\n          context: << pipeline.parameters.where >>\n',
      [{ build: { context: ['<< pipeline.parameters.where >>', 'vault'] } }],
    ],
    [
      'a list of contexts',
      '      - build:\n          context:\n            - one # first\n            # last\n            - "two"\n',
      [{ build: { context: ['one', 'two', 'vault'] } }],
    ],
    [
      'a list of contexts in brackets',
      '      - build:\n          context: [one, two]\n',
      [{ build: { context: ['one', 'two', 'vault'] } }],
    ],
    [
      'an empty list of contexts',
      '      - build:\n          context: []\n',
      [{ build: { context: ['vault'] } }],
    ],
    [
      'several entries',
      '      - build: {name: a}\n      - test\n      - build:\n          name: b\n',
      [
        { build: { context: 'vault', name: 'a' } },
        'test',
        { build: { context: 'vault', name: 'b' } },
      ],
    ],
    [
      'the context itself',
      '      - build: {context: [vault]}\n',
      [{ build: { context: ['vault'] } }],
    ],
  ])('gives the context where a workflow has %s', (_name, jobs, expected) => {
    expect(parse(extendText(writeConfig({ jobs })).text).workflows.main.jobs).toEqual(expected);
  });

  it('gives the context in a list of names between brackets', () => {
    const text =
      'version: 2.1\njobs: {build: {docker: [], steps: []}, test: {steps: []}}\nworkflows: {main: {jobs: [build, test]}}\n';
    expect(parse(extendText(text, { job: 'build' }).text)).toMatchObject({
      orbs: { 'vault-oidc': 'org/vault-oidc@1' },
      jobs: { build: { steps: [{ 'vault-oidc/load-secrets': {} }] }, test: { steps: [] } },
      workflows: { main: { jobs: [{ build: { context: 'vault' } }, 'test'] } },
    });
  });

  it('gets a workflow when it has none, since a context is given there alone', () => {
    const text = 'version: 2.1\njobs:\n  build:\n    steps:\n      - checkout';
    expect(parse(extendText(text).text).workflows).toEqual({
      main: { jobs: [{ build: { context: 'vault' } }] },
    });
  });

  it.each([
    ['none', '', { 'vault-oidc': 'org/vault-oidc@1' }],
    [
      'others',
      'orbs:\n  node: circleci/node@5\n',
      { 'vault-oidc': 'org/vault-oidc@1', node: 'circleci/node@5' },
    ],
    [
      'others between braces',
      'orbs: {node: circleci/node@5}\n',
      { 'vault-oidc': 'org/vault-oidc@1', node: 'circleci/node@5' },
    ],
    ['an empty map', 'orbs: {}\n', { 'vault-oidc': 'org/vault-oidc@1' }],
    ['a key without a value', 'orbs:\n', { 'vault-oidc': 'org/vault-oidc@1' }],
    [
      'the orb in another version',
      'orbs:\n  vault-oidc: org/vault-oidc@1.2.3\n',
      { 'vault-oidc': 'org/vault-oidc@1.2.3' },
    ],
  ])('has the orb beside %s', (_name, orbs, expected) => {
    expect(parse(extendText(writeConfig({ orbs })).text).orbs).toEqual(expected);
  });

  it.each([
    [
      'above the first step',
      writeConfig({
        steps: '    steps:\n      # Build it.\n      # All of it.\n      - run: make\n',
      }),
      '      # Build it.\n      # All of it.\n      - run: make\n',
    ],
    [
      'above the first orb',
      writeConfig({ orbs: 'orbs:\n  # For npm.\n  node: circleci/node@5\n  # None yet.\n' }),
      '  # For npm.\n  node: circleci/node@5\n  vault-oidc: org/vault-oidc@1\n  # None yet.\n',
    ],
    [
      'above the first setting of an entry',
      writeConfig({
        jobs: '      - build:\n          # First.\n          requires:\n            - a # b\n            # c\n      # Then.\n      - test\n',
      }),
      '          # First.\n          requires:\n            - a # b\n            # c\n          context: vault\n      # Then.\n      - test\n',
    ],
    [
      'at the end of the step before',
      writeConfig({
        steps:
          '    steps:\n      - checkout:\n          path: a\n\n            # method: full\n      # Build it.\n      - run: make\n',
      }),
      '          path: a\n\n            # method: full\n      - vault-oidc/load-secrets:\n',
    ],
    [
      'above the next job, behind a text block',
      writeConfig({
        jobs: '      - build:\n          name: |\n            a\n      - test:\n          # First.\n          requires: [a]\n',
      }),
      '            a\n          context: vault\n      - test:\n          # First.\n',
    ],
    [
      'deep above the first step',
      writeConfig({ steps: '    steps:\n                # deep\n      - run: make\n' }),
      '                # deep\n      - vault-oidc/load-secrets:\n',
    ],
  ])('leaves a comment where it belongs: %s', (_name, text, kept) => {
    expect(extendText(text).text).toContain(kept);
  });

  it('gets the orb beside those that an alias stands for', () => {
    const text = `x-orbs: &orbs {node: circleci/node@5}\n${writeConfig({ orbs: 'orbs: *orbs # ours\n' })}`;
    const extended = extendText(text).text;
    expect(extended).toContain('orbs: {<<: *orbs, vault-oidc: org/vault-oidc@1} # ours\n');
    expect(parse(extended, { merge: true }).orbs).toEqual({
      node: 'circleci/node@5',
      'vault-oidc': 'org/vault-oidc@1',
    });
    expect(extendText(extended).insertions).toEqual([]);
  });

  it('calls the orb by the name that it has behind an alias', () => {
    const text = `x-orbs: &orbs {vault: org/vault-oidc@1}\n${writeConfig({ orbs: 'orbs: *orbs\n' })}`;
    expect(extendText(text).text).toContain('- vault/load-secrets:');
  });

  it("calls the orb by the config's own name for it", () => {
    const orbs = 'orbs:\n  vault: org/vault-oidc@dev:one\n';
    const { text } = extendText(writeConfig({ orbs }));
    expect(text).toContain('- vault/load-secrets:');
    expect(parse(text).orbs).toEqual({ vault: 'org/vault-oidc@dev:one' });
  });

  it('escapes what CircleCI would read as a tag', () => {
    const secrets = 'secret/app a << b >> | NAME';
    expect(extendText(writeConfig({}), { secrets }).text).toContain(
      'secret/app a \\<< b >> | NAME',
    );
  });

  it('is left alone when it has everything', () => {
    const once = extendText(writeConfig({})).text;
    const twice = extendText(once);
    expect(twice).toMatchObject({ text: once, insertions: [] });
  });

  it('counts a step in a condition as there', () => {
    const steps =
      '    steps:\n      - when:\n          condition: true\n          steps:\n            - vault-oidc/load-secrets: {secrets: a b}\n';
    const { text } = extendText(writeConfig({ steps }));
    expect(text.match(/load-secrets/g)).toHaveLength(1);
  });

  it('tells when no workflow runs the job', () => {
    const { notes } = extendText(writeConfig({ jobs: '      - test\n' }));
    expect(notes).toEqual([expect.stringContaining('no workflow runs the job build')]);
  });

  it('chooses the only job, or the only one that loads secrets already', () => {
    const two = `${writeConfig({}).replace('workflows:', '  test:\n    steps: [run: vault]\nworkflows:')}`;
    expect(extendText(two, { job: 'test' }).job).toBe('test');
    expect(extendText(extendText(two, { job: 'test' }).text)).toMatchObject({
      job: 'test',
      insertions: [],
    });
  });

  it.each([
    ['no newline at its end', '', 'checkout\n', '\n          context: vault'],
    [
      'a mark of its end',
      '\n...\n# end\n',
      'checkout\n',
      '\n          context: vault\n...\n# end\n',
    ],
    ['an empty key', '\nworkflows: # none\n', 'none\n', 'context: vault\n'],
  ])('gets a workflow with %s', (_name, end, before, after) => {
    const text = `version: 2.1\njobs:\n  build:\n    steps:\n      - checkout${end}`;
    const extended = extendText(text).text;
    expect(
      extended.startsWith(
        text
          .slice(0, text.indexOf('steps'))
          .replace('2.1\n', '2.1\n\norbs:\n  vault-oidc: org/vault-oidc@1\n\n'),
      ),
    ).toBe(true);
    expect(extended).toContain(before);
    expect(extended.endsWith(after)).toBe(true);
    expect(extended).not.toContain('\n\n\n');
    expect(parse(extended).workflows).toEqual({
      main: { jobs: [{ build: { context: 'vault' } }] },
    });
  });

  it('gets no workflow that would stop its job build', () => {
    const text =
      'version: 2.1\njobs:\n  build: {steps: [checkout]}\n  deploy: {steps: [checkout]}\n';
    const { text: extended, notes } = extendText(text, { job: 'deploy' });
    expect(parse(extended)).not.toHaveProperty('workflows');
    expect(notes).toEqual([expect.stringContaining('no workflow runs the job deploy')]);
  });

  it('has a step already that loads what is asked for, in any layout and with more', () => {
    const steps =
      '    steps:\n      - vault-oidc/load-secrets: {secrets: "secret/app other;secret/app/db   password|DB_PASSWORD"}\n      - vault-oidc/load-secrets:\n          secrets: |\n            # The user.\n            secret/app/db user\n';
    const { text } = extendText(writeConfig({ steps }), { requiresSecrets: true });
    expect(text.match(/load-secrets/g)).toHaveLength(2);
  });

  it('is the old one without what was put in', () => {
    const text = writeConfig({ orbs: 'orbs: {a: b/c@1}\n', jobs: '      - build: {context: x}\n' });
    const extended = extendText(text);
    let left = extended.text;
    for (const { offset, text: added } of sortInsertions(extended.insertions)) {
      expect(left.slice(offset, offset + added.length)).toBe(added);
      left = left.slice(0, offset) + left.slice(offset + added.length);
    }
    expect(left).toBe(text);
  });
});
