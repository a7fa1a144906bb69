import { describe, expect, it } from 'vitest';
import {
  compileSmallConfig,
  listCommands,
  type SmallConfig,
} from '../../../support/runner/small-config.ts';

const compile = (wish: SmallConfig): string[] => listCommands(compileSmallConfig(wish));

describe('a command', () => {
  const greet = {
    parameters: { to: { type: 'string' }, twice: { type: 'boolean', default: false } },
    steps: [
      { run: 'greet << parameters.to >>' },
      { when: { condition: '<< parameters.twice >>', steps: [{ run: 'again' }] } },
    ],
  };

  it('is put in the place of its call, with what the call gives', () => {
    const steps = [
      { run: 'before' },
      { greet: { to: 'Ada', twice: true } },
      { greet: { to: 'Bo' } },
      { run: 'after' },
    ];
    expect(compile({ keys: { commands: { greet } }, steps })).toEqual([
      'before',
      'greet Ada',
      'again',
      'greet Bo',
      'after',
    ]);
  });

  it('hands parameters on to the commands that it calls, type and all', () => {
    const commands = {
      greet,
      party: {
        parameters: { guest: { type: 'string' }, loud: { type: 'boolean', default: true } },
        steps: [{ greet: { to: 'dear << parameters.guest >>', twice: '<< parameters.loud >>' } }],
      },
    };
    expect(compile({ keys: { commands }, steps: [{ party: { guest: 'Ada' } }] })).toEqual([
      'greet dear Ada',
      'again',
    ]);
  });

  it('is given text as it is, whatever stands in it', () => {
    const to = '\\<<EOF $& `x` "\'\n';
    expect(compile({ keys: { commands: { greet } }, steps: [{ greet: { to } }] })).toEqual([
      'greet <<EOF $& `x` "\'\n',
    ]);
  });

  it.each([
    ["the caller's parameters", { steps: [{ run: '<< parameters.mine >>' }] }],
    ["the job's arguments", { steps: [{ run: { command: 'x', name: 'a<< parameters.mine >>' } }] }],
  ])('does not see %s', (_title, go) => {
    const jobKeys = { parameters: { mine: { type: 'string', default: 'x' } } };
    expect(() => compile({ keys: { commands: { go } }, jobKeys, steps: ['go'] })).toThrow(
      'Arguments referenced without declared parameters: mine',
    );
  });

  it.each([
    ['names an undeclared parameter', { steps: [{ run: '<< parameters.who >>' }] }, 'who'],
    ['holds a bare "<<"', { steps: [{ run: 'cat <<EOF' }] }, "Unclosed '<<' tag"],
    ['has no steps', { description: 'x' }, 'it needs steps'],
    ['has an empty list of steps', { steps: [] }, 'it needs steps'],
    ['has an unknown key', { steps: ['checkout'], params: {} }, 'unknown key params'],
    ['is a list', ['checkout'], 'must be a map'],
    ['is another name for itself', 'go', '"go" is no orb\'s'],
  ])('that %s is refused', (_title, go, message) => {
    const isCalled = typeof go === 'string';
    const wish = { keys: { commands: { go } }, ...(isCalled ? { steps: ['go'] } : {}) };
    expect(() => compile(wish)).toThrow(message);
  });

  it('that calls itself, directly or through others, is refused', () => {
    const commands = { a: { steps: ['b'] }, b: { steps: ['a'] } };
    expect(() => compile({ keys: { commands }, steps: ['a'] })).toThrow('calls itself');
  });

  it('goes before the step of that name that CircleCI has', () => {
    const commands = { checkout: { steps: [{ run: 'git clone' }] } };
    expect(compile({ keys: { commands }, steps: ['checkout'] })).toEqual(['git clone']);
  });
});
