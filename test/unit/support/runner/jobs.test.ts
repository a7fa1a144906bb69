import { describe, expect, it } from 'vitest';
import { compileJob } from '../../../support/runner/compile-job.ts';
import {
  compileSmallConfig,
  listCommands,
  type SmallConfig,
} from '../../../support/runner/small-config.ts';

const docker = [{ image: 'cimg/base:current' }];

describe('a config', () => {
  const plain = `
defaults: &defaults
  docker: [{ image: x }]
  environment: { FROM: anchor }
version: 2.1
jobs:
  build:
    <<: *defaults
    steps: [{ run: "true" }]
workflows: { version: 2, main: { jobs: [build] } }`;

  it('may keep YAML anchors under a key of its own, and merge them', () => {
    expect(compileJob({ config: plain, orbs: {} })).toMatchObject({
      name: 'build',
      environment: { FROM: 'anchor' },
    });
  });

  it.each([
    ['of another version', plain.replace('2.1', '2.0'), 'the version must be 2.1'],
    ['that is a list', '[]', 'must be a map'],
    ['without workflows', plain.replace('workflows', 'others'), 'they run no job'],
    ['with a key twice', plain.replace('steps:', 'steps: []\n    steps:'), 'unique'],
  ])('%s is refused', (_title, config, message) => {
    expect(() => compileJob({ config, orbs: {} })).toThrow(message);
  });
});

describe('a job', () => {
  it('takes its arguments from the workflow', () => {
    const parameters = {
      who: { type: 'string' },
      loud: { type: 'boolean', default: false },
      after: { type: 'steps', default: [] },
    };
    const steps = [
      { run: 'greet << parameters.who >> << parameters.loud >>' },
      { steps: '<< parameters.after >>' },
    ];
    const given = {
      who: 'Ada',
      loud: true,
      after: [{ run: 'bye' }],
      context: ['vault', 'aws'],
      requires: ['other'],
      filters: { branches: { only: 'main' } },
    };
    const job = compileSmallConfig({ jobKeys: { parameters }, steps, given });
    expect(listCommands(job)).toEqual(['greet Ada true', 'bye']);
    expect(job.contexts).toEqual(['vault', 'aws']);
  });

  it.each([
    [{}, 'Missing required argument(s): who'],
    [{ who: true }, 'Type error for argument who'],
    [{ who: 'x', whom: 'y' }, 'Unexpected argument(s): whom'],
    [{ who: 'x', matrix: { parameters: {} } }, 'matrix is not supported here'],
    [{ who: 'x', 'override-with': 'orb/job' }, 'override-with is not supported here'],
    [{ who: '<< parameters.who >>' }, 'declared parameters: who'],
  ])('given %j is refused', (given, message) => {
    const jobKeys = { parameters: { who: { type: 'string' } } };
    expect(() => compileSmallConfig({ jobKeys, given })).toThrow(message);
  });

  it('has the name and the one context that the workflow gives it', () => {
    const given = { name: 'Deploy to << pipeline.git.branch >>', context: 'vault' };
    const pipelineValues = { 'pipeline.git.branch': 'main' };
    expect(compileSmallConfig({ given, pipelineValues })).toMatchObject({
      name: 'Deploy to main',
      contexts: ['vault'],
    });
  });

  it('has the steps that the workflow puts before and after its own', () => {
    const given = { 'pre-steps': [{ run: 'first' }], 'post-steps': ['own'] };
    const keys = { commands: { own: { steps: [{ run: 'last' }] } } };
    expect(listCommands(compileSmallConfig({ keys, given, steps: [{ run: 'mid' }] }))).toEqual([
      'first',
      'mid',
      'last',
    ]);
  });

  it("may be an orb's, which calls the orb's commands", () => {
    const orb = {
      commands: { go: { steps: [{ run: 'orb go' }] } },
      jobs: { work: { docker, steps: ['go'] } },
    };
    const keys = { workflows: { main: { jobs: ['orb/work'] } } };
    expect(listCommands(compileSmallConfig({ orb, keys }))).toEqual(['orb go']);
  });

  it.each([
    ['an unknown key', { step: [] }, 'unknown key step'],
    ['nothing to run on', { docker: undefined }, 'it needs docker, machine, macos or an executor'],
    ['a reserved parameter name', { parameters: { context: { type: 'string' } } }, 'reserved'],
    ['a broken tag in its settings', { shell: 'a << b' }, "Unclosed '<<' tag"],
    ['a shell that is no text', { shell: ['bash'] }, 'shell: must be a text'],
  ])('with %s is refused', (_title, jobKeys, message) => {
    expect(() => compileSmallConfig({ jobKeys: { ...jobKeys } })).toThrow(message);
  });
});

describe('the job to compile', () => {
  const jobs = {
    build: { docker, steps: [{ run: 'build' }] },
    deploy: {
      docker,
      parameters: { to: { type: 'string', default: 'test' } },
      steps: [{ run: 'deploy << parameters.to >>' }],
    },
  };
  const compile = (workflows: object, wish: SmallConfig = {}): string[] =>
    listCommands(compileSmallConfig({ ...wish, keys: { jobs, workflows } }));
  const both = { main: { jobs: ['build', { deploy: { name: 'ship', to: 'live' } }] } };

  it('is the one of that name, in whatever workflow', () => {
    expect(compile(both, { job: 'build' })).toEqual(['build']);
    expect(compile(both, { job: 'ship' })).toEqual(['deploy live']);
    expect(compile({ ...both, other: { jobs: ['deploy'] } }, { job: 'deploy' })).toEqual([
      'deploy test',
    ]);
  });

  it('is the only one, approvals left out', () => {
    const hold = { hold: { type: 'approval' } };
    expect(compile({ main: { jobs: [hold, { deploy: { requires: ['hold'] } }] } })).toEqual([
      'deploy test',
    ]);
  });

  it.each([
    [{ when: true, unless: false }, {}],
    [{ when: { equal: ['main', '<< pipeline.git.branch >>'] } }, {}],
    [{ when: '<< pipeline.parameters.live >>' }, { 'pipeline.parameters.live': true }],
  ])('is among those of a workflow whose condition holds: %j', (condition, values) => {
    const keys = {
      jobs,
      workflows: { main: { ...condition, jobs: ['build'] } },
      parameters: { live: { type: 'boolean', default: false } },
    };
    const pipelineValues = { 'pipeline.git.branch': 'main', ...values };
    expect(listCommands(compileSmallConfig({ keys, pipelineValues }))).toEqual(['build']);
    expect(() =>
      compileSmallConfig({
        keys: { ...keys, workflows: { main: { ...condition, unless: true, jobs: ['build'] } } },
        pipelineValues,
      }),
    ).toThrow('they run no job');
  });

  it.each([
    ['are several', both, {}, 'they run several jobs (build, ship); name one'],
    ['have one name', { main: { jobs: ['build', 'build'] } }, { job: 'build' }, '(build, build)'],
    ['are none', { main: { jobs: [] } }, {}, 'they run no job'],
    ['are others', both, { job: 'deploy' }, 'they run no job deploy'],
    ['are not defined', { main: { jobs: ['test'] } }, {}, 'definition for job named test'],
    ['have two names', { main: { jobs: [{ build: {}, deploy: {} }] } }, {}, 'one name'],
  ])('is not found when there %s', (_title, workflows, wish, message) => {
    expect(() => compile(workflows, wish)).toThrow(message);
  });
});
