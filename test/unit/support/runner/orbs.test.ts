import { describe, expect, it } from 'vitest';
import {
  compileSmallConfig,
  listCommands,
  type SmallConfig,
} from '../../../support/runner/small-config.ts';

const compile = (wish: SmallConfig): string[] => listCommands(compileSmallConfig(wish));

describe('an orb', () => {
  const orb = {
    commands: {
      inner: {
        parameters: { text: { type: 'string', default: 'inside' } },
        steps: [{ run: 'orb << parameters.text >>' }],
      },
      outer: { steps: ['inner', { inner: { text: 'again' } }] },
    },
  };
  const inner = { steps: [{ run: "the config's own" }] };

  it('has its commands called by its name, and calls its own by theirs', () => {
    expect(
      compile({
        orb,
        keys: { commands: { inner } },
        steps: ['orb/outer', { 'orb/inner': { text: 'x' } }, 'inner'],
      }),
    ).toEqual(['orb inside', 'orb again', 'orb x', "the config's own"]);
  });

  it('has no commands below its commands', () => {
    expect(() => compile({ orb, steps: ['orb/inner/outer'] })).toThrow(
      'Cannot find a definition for command named orb/inner/outer',
    );
  });

  it('is called by the commands of the config too, and by another name', () => {
    const commands = {
      wrap: {
        parameters: { what: { type: 'string' } },
        steps: [{ 'orb/inner': { text: 'wrapped << parameters.what >>' } }],
      },
      alias: 'orb/inner',
    };
    const steps = [{ wrap: { what: 'x' } }, { alias: { text: 'y' } }, 'alias'];
    expect(compile({ orb, keys: { commands }, steps })).toEqual([
      'orb wrapped x',
      'orb y',
      'orb inside',
    ]);
  });

  it('calls the commands of orbs that it imports itself', () => {
    const importing = {
      orbs: { friend: 'org/friend@2.1' },
      commands: { go: { steps: ['friend/inner'] } },
    };
    const orbs = { 'org/friend': JSON.stringify({ version: 2.1, ...orb }) };
    expect(compile({ orb: importing, orbs, steps: ['orb/go'] })).toEqual(['orb inside']);
    expect(() => compile({ orb: importing, orbs, steps: ['friend/inner'] })).toThrow(
      'Cannot find a definition for command named friend/inner',
    );
  });

  it.each([
    ["the config's commands", { steps: ['inner'] }, 'command named inner'],
    ["the config's orbs", { steps: ['orb/go'] }, 'command named orb/go'],
  ])('does not see %s', (_title, go, message) => {
    expect(() =>
      compile({ orb: { commands: { go } }, keys: { commands: { inner } }, steps: ['orb/go'] }),
    ).toThrow(message);
  });

  it('sees no pipeline values, which the config sees', () => {
    const pipelineValues = { 'pipeline.id': 'p1' };
    const go = { steps: [{ run: 'x << pipeline.id >>' }] };
    expect(compile({ keys: { commands: { go } }, steps: ['go'], pipelineValues })).toEqual([
      'x p1',
    ]);
    expect(() => compile({ orb: { commands: { go } }, steps: ['orb/go'], pipelineValues })).toThrow(
      'Unknown variable(s): pipeline.id',
    );
  });

  it.each([
    ['has an unknown key', { scripts: {} }, 'unknown key scripts'],
    [
      'has a command that is never called and names nothing',
      {
        commands: { go: { steps: [{ run: '<< parameters.x >>' }] } },
      },
      'declared parameters: x',
    ],
  ])('that %s is refused', (_title, broken, message) => {
    expect(() => compile({ orb: broken })).toThrow(message);
  });

  it.each([
    ['org/friend', '"org/friend" has no version'],
    ['org/stranger@1', 'there is no orb "org/stranger" here'],
    ['org/old@1', 'the version must be 2.1'],
  ])('named %s is refused', (reference, message) => {
    const orbs = { 'org/friend': 'version: 2.1', 'org/old': 'version: 2' };
    expect(() => compile({ keys: { orbs: { it: reference } }, orbs })).toThrow(message);
  });
});
