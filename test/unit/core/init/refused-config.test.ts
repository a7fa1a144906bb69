import { describe, expect, it } from 'vitest';
import { extendText, findRefusal, writeConfig } from '../../../support/extended-config.ts';

describe('a config is refused', () => {
  it.each([
    ['its version is 2', 'version: 2\njobs: {build: {steps: []}}\n'],
    ['it states no version', 'jobs: {build: {steps: []}}\n'],
    ['it is a setup config', 'version: 2.1\nsetup: true\njobs: {build: {steps: []}}\n'],
    ['it is no map of keys', '- version: 2.1\n'],
    ['it has no jobs of its own', 'version: 2.1\nworkflows: {main: {jobs: [node/test]}}\n'],
    ['its jobs are build, test', 'version: 2.1\njobs: {build: {steps: []}, test: {steps: []}}\n'],
    [
      'the steps of the job build are shared: *s',
      'version: 2.1\nx: &s [checkout]\njobs: {build: {steps: *s}}\n',
    ],
    [
      'shared by the anchor &s',
      'version: 2.1\njobs:\n  build: {steps: &s [checkout]}\n  test: {steps: *s}\n',
    ],
    [
      'shared by the anchor &b',
      'version: 2.1\njobs:\n  build: &b {steps: [checkout]}\n  test: {<<: *b}\n',
    ],
    [
      'gets its steps by a merge',
      'version: 2.1\nx: &x {steps: [checkout]}\njobs: {build: {<<: *x}}\n',
    ],
    ['has no steps of its own', 'version: 2.1\njobs: {build: {docker: []}}\n'],
    ['are no list', 'version: 2.1\njobs: {build: {steps: checkout}}\n'],
    [
      'the name vault-oidc stands for another orb',
      'version: 2.1\norbs: {vault-oidc: other/orb@1}\njobs: {build: {steps: []}}\n',
    ],
    ['its orbs are no map', 'version: 2.1\norbs: [a]\njobs: {build: {steps: []}}\n'],
    [
      'by the alias *j',
      'version: 2.1\nx: &j {build: {requires: [a]}}\njobs: {build: {steps: []}}\nworkflows: {main: {jobs: [*j]}}\n',
    ],
    [
      'come by a merge',
      'version: 2.1\nx: &j {context: a}\njobs: {build: {steps: []}}\nworkflows: {main: {jobs: [{build: {<<: *j}}]}}\n',
    ],
    [
      'shared by the anchor &j',
      'version: 2.1\njobs: {build: {steps: []}, test: {steps: []}}\nworkflows: {main: {jobs: &j [build]}, other: {jobs: *j}}\n',
    ],
    [
      'shared by the anchor &w',
      'version: 2.1\njobs: {build: {steps: []}, test: {steps: []}}\nworkflows: {main: &w {jobs: [build]}, other: *w}\n',
    ],
    [
      'shared by the anchor &s',
      'version: 2.1\njobs: {build: {steps: []}, test: {steps: []}}\nworkflows: {main: {jobs: [{build: &s {requires: [a]}}, {test: *s}]}}\n',
    ],
    [
      'shared by the anchor &c',
      'version: 2.1\njobs: {build: {steps: []}, test: {steps: []}}\nworkflows: {main: {jobs: [{build: {context: &c [a]}}, {test: {context: *c}}]}}\n',
    ],
    [
      'with the anchor &e',
      'version: 2.1\njobs: {build: {steps: []}, test: {steps: []}}\nworkflows: {main: {jobs: [&e build]}}\n',
    ],
    [
      'in an unusual way',
      'version: 2.1\njobs: {build: {steps: []}}\nworkflows:\n  main:\n    jobs:\n      - build:\n          context: a, b\n',
    ],
    [
      'in an unusual way',
      'version: 2.1\nx: &c a\njobs: {build: {steps: []}}\nworkflows: {main: {jobs: [{build: {context: *c}}]}}\n',
    ],
  ])('%s', (why, text) => {
    const wish = text.includes('test:') && !why.startsWith('its jobs') ? { job: 'build' } : {};
    expect(findRefusal(text, wish)).toContain(why);
  });

  it.each([
    '{secrets: secret/app other}',
    '{secrets: << parameters.secrets >>}',
    '{secrets: "secret/app/db password | OTHER; secret/app/db user"}',
    '{from: a}',
  ])('when its step is %s, and other secrets are asked for', (given) => {
    const steps = `    steps:\n      - vault-oidc/load-secrets: ${given}\n`;
    expect(extendText(writeConfig({ steps })).text).not.toContain('DB_PASSWORD');
    expect(findRefusal(writeConfig({ steps }), { requiresSecrets: true })).toContain(
      'the job build loads other secrets',
    );
  });

  it('when it has no job of that name, and tells which it has', () => {
    expect(findRefusal(writeConfig({}), { job: 'deploy' })).toBe(
      'it has no job deploy; its jobs are build',
    );
  });
});
