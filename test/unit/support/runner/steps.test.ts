import { describe, expect, it } from 'vitest';
import {
  compileSmallConfig,
  listCommands,
  listRuns,
  type SmallConfig,
} from '../../../support/runner/small-config.ts';

const compile = (wish: SmallConfig): string[] => listCommands(compileSmallConfig(wish));

describe('a run step', () => {
  it('may be its command alone, which is its name too', () => {
    expect(listRuns(compileSmallConfig({ steps: [{ run: 'make\nmake test' }] }))).toEqual([
      {
        kind: 'run',
        name: 'make\nmake test',
        command: 'make\nmake test',
        environment: {},
        shell: undefined,
        workingDirectory: undefined,
        when: 'on_success',
        isBackground: false,
      },
    ]);
  });

  it('takes its settings, with tags filled in', () => {
    const run = {
      name: 'Go to << parameters.place >>',
      command: 'go',
      environment: { PLACE: '<< parameters.place >>' },
      shell: '/bin/sh -<< parameters.flag >>',
      working_directory: '<< parameters.place >>/x',
      when: '<< parameters.moment >>',
      background: '<< parameters.aside >>',
      no_output_timeout: '5m',
      max_auto_reruns: 2,
      auto_rerun_delay: '1m',
    };
    const parameters = {
      place: { type: 'string', default: 'there' },
      flag: { type: 'string', default: 'e' },
      moment: { type: 'enum', enum: ['always', 'on_fail'], default: 'on_fail' },
      aside: { type: 'boolean', default: true },
    };
    expect(listRuns(compileSmallConfig({ steps: [{ run }], jobKeys: { parameters } }))).toEqual([
      {
        kind: 'run',
        name: 'Go to there',
        command: 'go',
        environment: { PLACE: 'there' },
        shell: '/bin/sh -e',
        workingDirectory: 'there/x',
        when: 'on_fail',
        isBackground: true,
      },
    ]);
  });

  it.each([
    [null, 'command: must be a text'],
    [{}, 'run needs a command'],
    [{ name: 'x' }, 'run needs a command'],
    [{ command: 7 }, 'command: must be a text'],
    [['a'], 'command: must be a text'],
    [{ command: 'x', when: 'sometimes' }, '"when" cannot be "sometimes"'],
    [{ command: 'x', when: true }, '"when" cannot be true'],
    [{ command: 'x', background: 'yes' }, '"background" must be a boolean'],
    [{ command: 'x', env: { A: 'b' } }, 'unknown key env'],
    [{ command: 'x', environment: 'A=b' }, 'environment: must be a map'],
    [{ command: 'x', shell: ['bash'] }, 'shell: must be a text'],
    [{ command: 'x', working_directory: 7 }, 'working_directory: must be a text'],
  ])('of %j is refused', (run, message) => {
    expect(() => compile({ steps: [{ run }] })).toThrow(message);
  });
});

describe('a step', () => {
  it('that CircleCI itself takes is passed over, its tags being looked at', () => {
    const steps = ['checkout', { save_cache: { key: 'v1', paths: ['x'] } }, { run: 'true' }];
    expect(compileSmallConfig({ steps }).steps.map(({ kind, name }) => [kind, name])).toEqual([
      ['passed over', 'checkout'],
      ['passed over', 'save_cache'],
      ['run', 'true'],
    ]);
    const cache = { save_cache: { key: '<< parameters.nobody >>' } };
    expect(() => compile({ steps: [cache] })).toThrow('declared parameters: nobody');
  });

  it.each([
    ['of two names', [{ run: 'true', name: 'x' }], 'must be one name with its settings'],
    ['of no name', [{}], 'must be one name with its settings'],
    ['that is a number', [7], 'must be a map'],
    ['that runs nothing', ['run'], 'run needs a command'],
    ['that nobody defines', ['compile'], 'Cannot find a definition for command named compile'],
    ['that objects have', ['constructor'], 'command named constructor'],
    ['of an orb that is not imported', ['x/go'], 'command named x/go'],
    ['with a tag for its name', ['<< parameters.x >>'], 'declared parameters: x'],
  ])('%s is refused', (_title, steps, message) => {
    expect(() => compile({ steps })).toThrow(message);
  });

  it.each([[{ run: 'true' }], ['checkout'], [undefined], [[]]])(
    'must stand in a list: %j is refused',
    (steps) => {
      expect(() => compile({ jobKeys: { steps } })).toThrow(/must be a list|it needs steps/);
    },
  );
});
