import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readOutputs, runSteps } from '../../support/runner/run-steps.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('the environment of a step', () => {
  beforeEach(() => vi.stubEnv('OF_THIS_PROCESS', 'leaked'));
  afterEach(() => vi.unstubAllEnvs());

  const show = 'echo "${OF_THIS_PROCESS-}${A-}${B-}${C-}${D-}"';

  it('has the closest value: step, job, CircleCI, project and context', async () => {
    const all = (value: string, names: string): Record<string, string> =>
      Object.fromEntries([...names].map((name) => [name, value]));
    const step = { run: { command: show, environment: all('3', 'A') } };
    const options = { environment: { ...all('1', 'ABC'), CIRCLE_JOB: 'x', USER: 'ada' } };
    const steps = [step, { run: 'echo $CIRCLE_JOB $USER' }, { run: show }];
    const jobKeys = { environment: all('2', 'AB') };
    expect(await readOutputs(steps, options, { jobKeys })).toEqual([
      '321\n',
      'build ada\n',
      '221\n',
    ]);
  });

  it('holds nothing of the process that runs the job, but its PATH', async () => {
    const [step] = (
      await runSteps([{ run: `"${process.execPath}" -p 'JSON.stringify(process.env)'` }], {
        directory,
      })
    ).steps;
    const { PATH = '', ...variables } = JSON.parse(step?.stdout ?? '') as Record<string, string>;
    const home = join(directory, 'home');
    // What bash itself adds to any environment.
    const { SHLVL: _level, _: _last, ...given } = variables;
    expect(PATH).toBe(`${join(directory, 'bin')}:${process.env['PATH']}`);
    expect(given).toEqual({
      HOME: home,
      PWD: join(home, 'project'),
      TMPDIR: join(directory, 'tmp'),
      BASH_ENV: join(directory, 'tmp', '.bash_env-0-build'),
      USER: 'circleci',
      LANG: 'C.UTF-8',
      CI: 'true',
      CIRCLECI: 'true',
      CIRCLE_JOB: 'build',
      CIRCLE_WORKING_DIRECTORY: join(home, 'project'),
      CIRCLE_WORKFLOW_ID: expect.stringMatching(/^[0-9a-f-]{36}$/),
      CIRCLE_PIPELINE_ID: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it('is taken as it is, whatever its values hold', async () => {
    const value = '$(echo no) `x` "\'\n\\ $HOME ';
    const step = { run: { command: 'printf %s "$A"', environment: { A: value } } };
    expect(await readOutputs([step])).toEqual([value]);
  });

  it('finds the stand-ins before anything else on the PATH, which may be another', async () => {
    const standIns = { ls: '#!/bin/sh\necho "stood in: $*"\n' };
    const steps = [{ run: 'ls -l' }, { run: 'command -v node || echo none' }];
    expect(await readOutputs(steps, { standIns, path: '/nowhere' })).toEqual([
      'stood in: -l\n',
      'none\n',
    ]);
  });
});

describe('$BASH_ENV', () => {
  const shells = [
    ['/bin/bash -eo pipefail', 'handed over'],
    ['bash -c', 'handed over'],
    ['bash --login -eo pipefail', 'handed over'],
    ['bash --posix', ''],
    ['/bin/sh', ''],
    ['/bin/sh -e', ''],
    ['dash', ''],
    ['busybox sh', ''],
  ];

  it.each(shells)(
    'is not there at first, and what a step writes to it, a later "%s" sees as %j',
    async (shell, seen) => {
      const steps = [
        { run: '[ ! -e "$BASH_ENV" ]; echo "export HANDED=\'handed over\'" >> "$BASH_ENV"' },
        { run: { shell, command: 'echo "${HANDED-}"' } },
        { run: { shell, command: '. "$BASH_ENV"; echo "${HANDED-}"' } },
      ];
      expect(await readOutputs(steps)).toEqual(['', `${seen}\n`, 'handed over\n']);
    },
  );

  it('goes before the environment of step and job', async () => {
    const environment = { A: 'given' };
    const steps = [
      { run: 'echo "export A=exported" >> "$BASH_ENV"' },
      { run: { command: 'echo $A', environment } },
    ];
    expect((await readOutputs(steps, {}, { jobKeys: { environment } }))[1]).toBe('exported\n');
  });

  it('can end each later step of bash with an "exit"', async () => {
    const steps = [{ run: 'echo "exit 3" >> "$BASH_ENV"' }, { run: 'echo on' }];
    expect((await runSteps(steps)).steps[1]).toMatchObject({ exitStatus: 3, output: '' });
  });

  it('is of one job alone', async () => {
    await runSteps([{ run: 'echo "export A=x" >> "$BASH_ENV"' }], {
      directory: join(directory, 'one'),
    });
    const options = { directory: join(directory, 'two') };
    expect(await readOutputs([{ run: 'echo "[${A-}]"' }], options)).toEqual(['[]\n']);
  });
});
