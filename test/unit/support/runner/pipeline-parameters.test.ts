import { describe, expect, it } from 'vitest';
import { compileSmallConfig, listCommands } from '../../../support/runner/small-config.ts';

describe('a pipeline parameter', () => {
  const parameters = {
    role: { type: 'string', default: 'deploy' },
    live: { type: 'boolean', default: false },
  };
  const steps = [{ run: 'x << pipeline.parameters.role >> << pipeline.parameters.live >>' }];

  it('has its default, or the value of the pipeline', () => {
    const keys = { parameters };
    expect(listCommands(compileSmallConfig({ keys, steps }))).toEqual(['x deploy false']);
    const pipelineValues = { 'pipeline.parameters.role': 'r', 'pipeline.parameters.live': true };
    expect(listCommands(compileSmallConfig({ keys, steps, pipelineValues }))).toEqual(['x r true']);
  });

  it('may choose the version of an orb', () => {
    const orbs = { 'org/it': 'version: 2.1\ncommands: { go: { steps: [{ run: go }] } }' };
    const keys = { parameters, orbs: { it: 'org/it@dev:<< pipeline.parameters.role >>' } };
    expect(listCommands(compileSmallConfig({ keys, orbs, steps: ['it/go'] }))).toEqual(['go']);
  });

  it.each([
    [{ role: { type: 'string' } }, {}, 'it needs a default'],
    [{ role: { type: 'env_var_name', default: 'X' } }, {}, 'there is no type "env_var_name" here'],
    [parameters, { 'pipeline.parameters.live': 'true' }, 'Type error for argument live'],
    [{}, {}, 'Unknown variable(s): pipeline.parameters.role'],
  ])('%j with %j is refused', (declared, pipelineValues, message) => {
    const keys = { parameters: declared };
    expect(() => compileSmallConfig({ keys, steps, pipelineValues })).toThrow(message);
  });
});
