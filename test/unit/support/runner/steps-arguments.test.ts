import { describe, expect, it } from 'vitest';
import {
  compileSmallConfig,
  listCommands,
  type SmallConfig,
} from '../../../support/runner/small-config.ts';

const compile = (wish: SmallConfig): string[] => listCommands(compileSmallConfig(wish));

describe('steps as an argument', () => {
  const around = {
    parameters: { inside: { type: 'steps', default: [] }, word: { type: 'string', default: 'w' } },
    steps: [
      { run: 'open << parameters.word >>' },
      { steps: '<< parameters.inside >>' },
      { run: 'close' },
    ],
  };
  const own = { steps: [{ run: "the config's own" }] };

  it('stand where the command puts them, and mean what the caller wrote', () => {
    const jobKeys = { parameters: { word: { type: 'string', default: 'mine' } } };
    const inside = [
      { run: 'cat \\<<EOF << parameters.word >>' },
      'checkout',
      'own',
      { when: { condition: true, steps: [{ run: 'held' }] } },
    ];
    const steps = [{ 'orb/around': { inside } }];
    const wish = { orb: { commands: { around } }, keys: { commands: { own } }, jobKeys, steps };
    expect(compile(wish)).toEqual([
      'open w',
      'cat <<EOF mine',
      "the config's own",
      'held',
      'close',
    ]);
  });

  it('are handed on from command to command', () => {
    const twice = {
      parameters: { body: { type: 'steps' } },
      steps: [
        { around: { inside: '<< parameters.body >>' } },
        { unless: { condition: false, steps: '<< parameters.body >>' } },
      ],
    };
    const keys = { commands: { own, around, twice } };
    expect(compile({ keys, steps: [{ twice: { body: [{ run: 'x \\<< y' }, 'own'] } }] })).toEqual([
      'open w',
      'x << y',
      "the config's own",
      'close',
      'x << y',
      "the config's own",
    ]);
  });

  it("left out are the default, in the orb's own words", () => {
    const commands = {
      around: {
        ...around,
        parameters: { ...around.parameters, inside: { type: 'steps', default: ['help'] } },
      },
      help: { steps: [{ run: 'help' }] },
    };
    expect(compile({ orb: { commands }, steps: ['orb/around'] })).toEqual([
      'open w',
      'help',
      'close',
    ]);
  });

  it("left out keep the orb's own words when it hands them on to another orb", () => {
    const body = { type: 'steps' };
    const friend = {
      commands: {
        wrap: { parameters: { body }, steps: [{ steps: '<< parameters.body >>' }, 'help'] },
        help: { steps: [{ run: "the friend's help" }] },
      },
    };
    const commands = {
      go: {
        parameters: { body: { ...body, default: ['help'] } },
        steps: [{ 'friend/wrap': { body: '<< parameters.body >>' } }],
      },
      help: { steps: [{ run: 'help' }] },
    };
    expect(compile({ orb: { orbs: { friend }, commands }, steps: ['orb/go'] })).toEqual([
      'help',
      "the friend's help",
    ]);
  });

  it('may hold a call of the very command', () => {
    const steps = [{ around: { inside: [{ around: { word: 'v' } }] } }];
    expect(compile({ keys: { commands: { around } }, steps })).toEqual([
      'open w',
      'open v',
      'close',
      'close',
    ]);
  });

  it('are no text', () => {
    const go = { ...around, steps: [{ run: 'x << parameters.inside >>' }] };
    expect(() =>
      compile({ keys: { commands: { go } }, steps: [{ go: { inside: ['checkout'] } }] }),
    ).toThrow('must be a text');
  });
});
