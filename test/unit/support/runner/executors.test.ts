import { describe, expect, it } from 'vitest';
import { compileSmallConfig, type SmallConfig } from '../../../support/runner/small-config.ts';

const docker = [{ image: 'cimg/base:current' }];

describe('an executor', () => {
  const executors = {
    small: { docker, environment: { SIZE: 'small', SHARED: 'executor' }, shell: '/bin/sh -e' },
    sized: {
      parameters: {
        size: { type: 'enum', enum: ['m', 'l'], default: 'm' },
        on: { type: 'boolean' },
      },
      docker: [{ image: 'x:<< parameters.size >>' }],
      environment: { SIZE: '<< parameters.size >>', ON: '<< parameters.on >>' },
      working_directory: '~/<< parameters.size >>',
    },
  };
  const job = (executor: unknown, others: object = {}): SmallConfig => ({
    keys: { executors },
    jobKeys: { docker: undefined, executor, ...others },
  });

  it("gives a job environment, shell and directory, under the job's own", () => {
    const compiled = compileSmallConfig(
      job('small', { environment: { SHARED: 'job', OWN: 'x' }, working_directory: '~/own' }),
    );
    expect(compiled).toMatchObject({
      environment: { SIZE: 'small', SHARED: 'job', OWN: 'x' },
      shell: '/bin/sh -e',
      workingDirectory: '~/own',
    });
    expect(compileSmallConfig(job('small', { shell: 'bash' })).shell).toBe('bash');
  });

  it("takes arguments, which may be the job's parameters", () => {
    const parameters = { big: { type: 'string', default: 'l' } };
    const executor = { name: 'sized', size: '<< parameters.big >>', on: true };
    expect(compileSmallConfig(job(executor, { parameters }))).toMatchObject({
      environment: { SIZE: 'l', ON: 'true' },
      workingDirectory: '~/l',
    });
  });

  it.each([
    ['small', 'small'],
    [{ name: 'sized', on: false }, 'm'],
    ['orb/huge', 'huge'],
  ])('may be a parameter of the job: %j', (executor, size) => {
    const parameters = { where: { type: 'executor', default: 'small' } };
    const orb = { executors: { huge: { docker, environment: { SIZE: 'huge' } } } };
    const wish = { ...job('<< parameters.where >>', { parameters }), orb };
    expect(compileSmallConfig({ ...wish, given: { where: executor } }).environment['SIZE']).toBe(
      size,
    );
    expect(compileSmallConfig(wish).environment['SIZE']).toBe('small');
  });

  it('means, by its name, what it means where the name was written', () => {
    const orb = {
      executors: { small: { docker, environment: { FROM: 'orb' } } },
      jobs: {
        work: {
          parameters: { where: { type: 'executor', default: 'small' } },
          executor: '<< parameters.where >>',
          steps: [{ run: 'true' }],
        },
      },
    };
    const from = (given: object): unknown =>
      compileSmallConfig({
        orb,
        keys: {
          executors: { small: { docker, environment: { FROM: 'config' } } },
          workflows: { main: { jobs: [{ 'orb/work': given }] } },
        },
      }).environment['FROM'];
    expect(from({})).toBe('orb');
    expect(from({ where: 'small' })).toBe('config');
  });

  it.each([
    ['nobody', 'Cannot find a definition for executor named nobody'],
    [{ size: 'm' }, 'an executor has a name'],
    [{ name: 'sized' }, 'Missing required argument(s): on'],
    [{ name: 'sized', on: true, size: 's' }, 'Type error for argument size'],
    [{ name: 'small', size: 'm' }, 'Unexpected argument(s): size'],
  ])('named %j is refused', (executor, message) => {
    expect(() => compileSmallConfig(job(executor))).toThrow(message);
  });

  it.each([
    ['steps for a parameter', { parameters: { x: { type: 'steps' } }, docker }, 'no type "steps"'],
    ['an unknown key', { docker, steps: [] }, 'unknown key steps'],
  ])('with %s is refused', (_title, bad, message) => {
    expect(() => compileSmallConfig({ keys: { executors: { bad } } })).toThrow(message);
  });
});
