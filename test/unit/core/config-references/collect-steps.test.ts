import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { collectSteps } from '../../../../src/core/config-references/collect-steps.ts';
import { formatPath } from '../../../../src/core/references/reference.ts';

const env = '<< pipeline.parameters.env >>';
const orbs = { v: 'acme/vault-oidc@1' };
const load = (secrets: string, more = {}) => ({ 'v/load-secrets': { secrets, ...more } });

interface Wish {
  readonly steps: unknown;
  readonly parameters?: unknown;
  readonly given?: unknown;
  readonly [key: string]: unknown;
}

/** The steps of a config with the job "deploy", which the workflow runs with what is given. */
function collect({ steps, parameters = {}, given = {}, ...keys }: Wish) {
  return collectSteps({
    version: 2.1,
    orbs,
    jobs: { deploy: { parameters, steps } },
    workflows: { version: 2, main: { jobs: [{ deploy: given }] } },
    ...keys,
  });
}

function listPaths(wish: Wish): string[] {
  return collect(wish)
    .flatMap(({ references }) => references.map(({ path }) => formatPath(path)))
    .sort();
}

const text = { type: 'string' };

describe('the steps of the orb are found', () => {
  it.each([
    ['acme/vault-oidc@1', 1],
    ['vault-oidc@1.2.3', 1],
    ['other-name/vault-oidc@dev:<< pipeline.git.revision >>', 1],
    ['acme/vault-oidc-fork@1', 0],
    ['vault-oidc/other@1', 0],
  ])('by the name of the orb, whatever the config calls it: %s', (orb, count) => {
    expect(collect({ orbs: { v: orb }, steps: [load('a/b c')] })).toHaveLength(count);
  });

  it('when the orb is an inline one under its own name', () => {
    const inline = { commands: { 'load-secrets': { steps: [{ run: 'x' }] } } };
    const steps = [{ 'vault-oidc/load-secrets': { secrets: 'a/b c' } }];
    expect(listPaths({ orbs: { 'vault-oidc': inline }, steps })).toEqual(['a/b']);
  });

  it.each<[string, Wish, readonly string[]]>([
    ['in a job', { steps: ['checkout', load('a/b c; a/d e')] }, ['a/b', 'a/d']],
    [
      'in branches and in steps of steps',
      {
        steps: [
          { when: { condition: '<< pipeline.git.branch >>', steps: [load('a/when c')] } },
          { unless: { condition: '<< pipeline.git.tag >>', steps: [load('a/unless c')] } },
          { steps: [load('a/steps c')] },
        ],
      },
      ['a/steps', 'a/unless', 'a/when'],
    ],
    [
      'in custom commands that call each other',
      {
        commands: {
          outer: { steps: ['inner'] },
          inner: { steps: [load('a/inner c'), 'outer'] },
        },
        steps: ['outer'],
      },
      ['a/inner'],
    ],
    [
      'in steps that a command is handed, with the meaning of where they are written',
      {
        commands: {
          around: {
            parameters: { inside: { type: 'steps', default: [load('a/default c')] }, app: text },
            steps: [{ steps: '<< parameters.inside >>' }, load('a/<< parameters.app >> c')],
          },
        },
        parameters: { app: { type: 'string', default: 'mine' } },
        steps: [
          { around: { app: 'x', inside: [load('a/<< parameters.app >>/handed c')] } },
          { around: { app: 'y' } },
        ],
      },
      ['a/default', 'a/mine/handed', 'a/x', 'a/y'],
    ],
    [
      "in an inline orb's commands and jobs, which import this one themselves",
      {
        orbs: {
          ...orbs,
          own: {
            orbs: { w: 'acme/vault-oidc@2' },
            commands: { fetch: { steps: [{ 'w/load-secrets': { secrets: 'a/command c' } }] } },
            jobs: { ship: { steps: ['fetch', { 'w/load-secrets': { secrets: 'a/job c' } }] } },
          },
        },
        steps: ['own/fetch'],
        workflows: { main: { jobs: ['deploy', 'own/ship'] } },
      },
      ['a/command', 'a/job'],
    ],
    [
      'before and after a job out of sight',
      {
        steps: [],
        workflows: {
          main: {
            jobs: [
              { 'far/job': { 'pre-steps': [load('a/pre c')], 'post-steps': [load('a/post c')] } },
            ],
          },
        },
      },
      ['a/post', 'a/pre'],
    ],
    [
      'in a job that no workflow runs',
      { steps: [], jobs: { build: { steps: [load('a/idle c')] } } },
      ['a/idle'],
    ],
  ])('%s', (_place, wish, paths) => {
    expect(listPaths(wish)).toEqual(paths);
  });

  it('behind anchors and merge keys', () => {
    const config: unknown = parse(
      `
orbs: { v: acme/vault-oidc@1 }
shared: &shared { secrets: a/shared c }
jobs:
  build:
    steps:
      - v/load-secrets: { <<: *shared, role: build }
  deploy: { steps: &steps [ v/load-secrets: *shared ] }
  again: { steps: *steps }
`,
      { version: '1.1' },
    );
    const steps = collectSteps(config);
    expect(steps.map(({ login, references }) => [login.role, references.length])).toEqual([
      ['build', 1],
      [undefined, 1],
    ]);
  });
});

describe('parameters are resolved', () => {
  const parameters = { app: { type: 'string', default: 'base' } };

  it.each<[string, Wish, readonly string[]]>([
    [
      'from the default of a command, and from every call',
      {
        commands: { fetch: { parameters, steps: [load('a/<< parameters.app >> c')] } },
        steps: ['fetch', { fetch: { app: 'one' } }, { fetch: { app: 'two' } }],
      },
      ['a/base', 'a/one', 'a/two'],
    ],
    [
      'from every invocation of a job',
      {
        parameters,
        steps: [load('a/<< parameters.app >> c')],
        workflows: {
          one: { jobs: ['deploy', { deploy: { app: 'x' } }] },
          two: { jobs: [{ deploy: { app: 'y' } }] },
        },
      },
      ['a/base', 'a/x', 'a/y'],
    ],
    [
      'from every case of a matrix but the excluded',
      {
        parameters: { app: text, stage: text },
        steps: [load('<< parameters.stage >>/<< parameters.app >> c')],
        given: {
          matrix: {
            parameters: { app: ['x', 'y'], stage: ['s', 't'] },
            exclude: [{ app: 'y', stage: 't' }],
          },
        },
      },
      ['s/x', 's/y', 't/x'],
    ],
    [
      'from a matrix, for what else the workflow gives',
      {
        parameters: { app: text, full: text },
        steps: [load('a/<< parameters.full >> c')],
        given: { full: 'to-<< matrix.app >>', matrix: { parameters: { app: ['x', 'y'] } } },
      },
      ['a/to-x', 'a/to-y'],
    ],
    [
      'with numbers and booleans as text, and an escaped tag as it is',
      {
        parameters: { n: { type: 'integer' }, b: { type: 'boolean', default: true } },
        given: { n: 7 },
        steps: [load('a/<< parameters.n >>-<< parameters.b >>/\\<<x c')],
      },
      ['a/7-true/<<x'],
    ],
  ])('%s', (_origin, wish, paths) => {
    expect(listPaths(wish)).toEqual(paths);
  });

  it.each([
    [{ condition: '<< parameters.on >>' }, ['a/b']],
    [{ condition: { not: '<< parameters.on >>' } }, []],
    [{ condition: { equal: ['x', '<< parameters.app >>'] } }, ['a/b']],
    [{ condition: { and: [{ or: [false, '<< parameters.on >>'] }, 0] } }, []],
    [{ condition: { matches: { pattern: 'x|y', value: '<< parameters.app >>' } } }, ['a/b']],
    [{ condition: { matches: { pattern: '(', value: 'x' } } }, ['a/b']],
    [{ condition: { equal: ['y', '<< pipeline.parameters.stage >>'] } }, ['a/b']],
    [{ condition: '<< pipeline.git.branch == "main" >>' }, ['a/b']],
  ])('and decide branches, unless the pipeline does: %j', (branch, paths) => {
    const steps = [{ when: { ...branch, steps: [load('a/b c')] } }];
    const given = { on: true, app: 'x' };
    const config = {
      orbs,
      parameters: { stage: { type: 'string', default: 'x' } },
      jobs: { deploy: { parameters: { on: { type: 'boolean' }, app: text }, steps } },
      workflows: { main: { jobs: [{ deploy: given }] } },
    };
    const found = collectSteps(config).flatMap(({ references }) => references);
    expect(found.map(({ path }) => formatPath(path))).toEqual(paths);
  });

  it("from the pipeline's defaults", () => {
    const config = {
      orbs,
      parameters: { app: { type: 'string', default: 'shop' } },
      jobs: { deploy: { steps: [load('a/<< pipeline.parameters.app >> c')] } },
    };
    const [step, open, ...others] = collectSteps(config);
    expect(step?.references.map(({ path }) => formatPath(path))).toEqual(['a/shop']);
    expect(open).toMatchObject({
      place: 'job deploy, step 1',
      references: [],
      unresolved: [
        {
          text: 'a/<< pipeline.parameters.app >> c',
          why: '<< pipeline.parameters.app >> may have another value than its default',
        },
      ],
      failures: [],
    });
    expect(others).toEqual([]);
  });

  it('in every case of those that a pipeline may choose from', () => {
    const steps = [
      load('a/<< pipeline.parameters.env >>-<< pipeline.parameters.zone >> c'),
      {
        when: {
          condition: { equal: ['b', env] },
          steps: [load('only/<< pipeline.parameters.env >> c')],
        },
      },
    ];
    const config = {
      orbs,
      parameters: {
        env: { type: 'enum', enum: ['b', 'c'], default: 'c' },
        zone: { type: 'enum', enum: [1, 2], default: 1 },
      },
      jobs: { deploy: { steps } },
    };
    const found = collectSteps(config);
    expect(
      found.flatMap(({ references }) => references.map(({ path }) => formatPath(path))),
    ).toEqual(['a/b-1', 'only/b', 'a/b-2', 'a/c-1', 'a/c-2']);
    expect(found.flatMap(({ unresolved }) => unresolved)).toEqual([]);
  });

  it('as unresolved where the cases are too many to walk', () => {
    const many = {
      type: 'enum',
      enum: Array.from({ length: 65 }, (_case, at) => `${at}`),
      default: '7',
    };
    const config = {
      orbs,
      parameters: { env: many },
      jobs: { deploy: { steps: [load(`a/${env} c\na/\${X} c`)] } },
    };
    const found = collectSteps(config);
    expect(found.flatMap(({ references }) => references.map(({ text: read }) => read))).toEqual([
      'a/7 c',
    ]);
    expect(found.map(({ unresolved }) => unresolved.map((one) => one.text))).toEqual([
      ['a/${X} c'],
      [`a/${env} c`],
    ]);
  });

  it('that read and log in alike are told once, whatever else they are given', () => {
    const steps = [
      load('a/b c', { timeout: '1m' }),
      load('a/b c', { timeout: '<< pipeline.number >>' }),
    ];
    expect(collect({ steps })).toHaveLength(1);
  });
});

describe('what only a running job knows', () => {
  it.each([
    ['a/<< pipeline.git.branch >> c', '<< pipeline.git.branch >> is known only when a pipeline'],
    ['a/${APP}/x c', '${APP} is a variable of the job'],
    ['a/$APP/${STAGE} c', '${STAGE} is a variable of the job'],
    ['a/<< parameters.none >> c', '<< parameters.none >> is given no value in this config'],
    ['<< pipeline.git.tag >>', '<< pipeline.git.tag >> is known only when a pipeline'],
    ['a/b-<< pipeline.number >>/${X} c', 'pipeline runs; ${X} is a variable'],
  ])('is told, not guessed: %s', (reference, why) => {
    const [step] = collect({ steps: ['checkout', load(`a/known c\n${reference}`)] });
    expect(step).toMatchObject({
      references: [{ text: 'a/known c' }],
      unresolved: [
        {
          place: 'job deploy, step 2',
          line: 2,
          text: reference,
          why: expect.stringContaining(why),
          next: expect.stringContaining('--read'),
        },
      ],
      failures: [],
    });
  });

  it.each([
    ['a/b ${KEY} | ${PREFIX}_X', 'a/b'],
    ['a/b key-<< pipeline.number >>', 'a/b'],
    ['a/b?version=${VERSION} key', 'a/b'],
    ['a/b?version=<< pipeline.number >> key', 'a/b'],
    ["'a/${B}' key", 'a/${B}'],
    ['a/b key, default "${X}"', 'a/b'],
  ])('does not keep a known path from counting: %s', (reference, path) => {
    const [step] = collect({ steps: [load(reference)] });
    expect(step).toMatchObject({ unresolved: [], failures: [], references: [{ text: reference }] });
    expect(step?.references.map((one) => formatPath(one.path))).toEqual([path]);
  });

  it.each([
    ['a/b', 'the key is missing'],
    ['a/../b c', '".." is not a part of a path'],
    ['', 'comments only'],
    ['# nothing', 'comments only'],
  ])('is no excuse for a line that no job could read: %j', (reference, why) => {
    const [step] = collect({ steps: [load(reference)] });
    expect(step?.failures).toMatchObject([
      { code: 'REFERENCE_INVALID', why: expect.stringContaining(why), status: 2 },
    ]);
    expect(step?.failures[0]?.what).toContain('job deploy, step 1: ');
  });

  it('does not hide where such a line stands', () => {
    const [step] = collect({ steps: ['checkout', load('a/b c\n\na/b')] });
    expect(step?.failures).toMatchObject([
      { what: 'job deploy, step 2: Line 3 of "secrets" cannot be read.' },
    ]);
  });

  it('is left open in the log-in', () => {
    const more = { role: '${VAULT_ROLE}', auth_mount: '$MOUNT', address: '<< pipeline.x >>' };
    const [step] = collect({ steps: [load('a/b c', more)] });
    expect(step?.login).toEqual({});
  });
});

describe('a step', () => {
  it('tells the log-in that it states', () => {
    const more = {
      role: ' deploy ',
      auth_mount: 'auth/ci/',
      namespace: '/team/',
      address: 'https://v',
    };
    const [step] = collect({ steps: [load('a/b c', more)] });
    expect(step?.login).toEqual({
      role: 'deploy',
      mount: 'ci',
      namespace: 'team',
      address: 'https://v',
    });
  });

  it('is told once for all jobs in which it is the same, and again where it is not', () => {
    const steps = [load('a/b c'), load('a/b c'), load('a/b c', { role: 'x' })];
    expect(collect({ steps })).toHaveLength(2);
  });

  it('that hands its token to later steps leaves open what they read', () => {
    const kept = { 'v/auth': { role: 'kept', export_token: false } };
    const steps = collect({ steps: [{ 'v/auth': { role: 'tool' } }, kept, 'v/revoke'] });
    expect(steps).toMatchObject([
      {
        command: 'auth',
        login: { role: 'tool' },
        references: [],
        unresolved: [{ text: 'auth', next: expect.stringContaining('--read') }],
        failures: [],
      },
      { command: 'auth', login: { role: 'kept' }, unresolved: [] },
      { command: 'revoke', unresolved: [] },
    ]);
  });
});

it.each([
  [undefined],
  ['text'],
  [[]],
  [{ jobs: [], workflows: 3, orbs: 'x' }],
  [{ jobs: { a: null } }],
])('nothing is found in what is no config: %j', (config) => {
  expect(collectSteps(config)).toEqual([]);
});
