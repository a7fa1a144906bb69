import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runJob } from '../../support/runner/run-job.ts';
import { readOutputs, runSteps } from '../../support/runner/run-steps.ts';
import { compileSmallConfig } from '../../support/runner/small-config.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('the directory', () => {
  it('of a job without one is new, and gone at its end', async () => {
    const job = compileSmallConfig({ steps: [{ run: 'touch ~/x; echo $HOME' }] });
    const homes = await Promise.all([runJob(job), runJob(job)]);
    const paths = homes.map(({ steps }) => steps[0]?.output.trim() ?? '');
    expect(new Set(paths).size).toBe(2);
    expect(paths.filter((path) => path === '' || existsSync(path))).toEqual([]);
  });

  it('that is given is kept', async () => {
    await runSteps([{ run: 'touch x' }], { directory });
    expect(readdirSync(join(directory, 'home', 'project'))).toEqual(['x']);
  });

  it.each([
    [undefined, undefined, 'home/project'],
    ['~/app', undefined, 'home/app'],
    ['~', undefined, 'home'],
    ['app', undefined, 'home/app'],
    ['~/app', 'sub', 'home/app/sub'],
    ['~/app', '~/app/sub', 'home/app/sub'],
    ['~/app', '..', 'home'],
  ])('of a job in %s and a step in %s is %s', async (ofJob, ofStep, expected) => {
    const jobKeys = ofJob === undefined ? {} : { working_directory: ofJob };
    const settings = ofStep === undefined ? {} : { working_directory: ofStep };
    const steps = [{ run: 'mkdir -p sub' }, { run: { command: 'pwd', ...settings } }];
    expect((await readOutputs(steps, { directory }, { jobKeys }))[1]).toBe(
      `${join(directory, expected)}\n`,
    );
  });

  it('cannot be one outside, which the job would leave behind', async () => {
    const jobKeys = { working_directory: `${directory}-elsewhere` };
    await expect(runSteps([{ run: 'true' }], { directory }, { jobKeys })).rejects.toThrow(
      'is outside of the directory',
    );
    expect(existsSync(jobKeys.working_directory)).toBe(false);
  });
});
