import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCallLog } from '../support/call-log.ts';
import { expectFailure } from '../support/expect-failure.ts';
import { linkPrograms, type ProgramDirectory } from '../support/program-directory.ts';
import { writeCircleCiCommand } from '../support/runner/stand-ins.ts';
import { auth } from '../support/session-steps.ts';
import { startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

let jobs: VaultJobs;
/** What a job here needs of an image, and no `circleci`. */
let programs: ProgramDirectory;
beforeAll(async () => {
  programs = linkPrograms(['bash', 'node', 'rm']);
  jobs = await startVaultJobs();
});
afterAll(async () => {
  programs[Symbol.dispose]();
  await jobs.stop();
});

describe('minting', () => {
  const refusal = { status: 3, codes: ['TOKEN_MISSING'] };

  it('is tried again after an empty answer', async () => {
    using calls = openCallLog();
    const circleci = `#!/bin/sh
${calls.record('echo tried')}
[ "$(grep -c tried '${calls.path}')" -lt 3 ] || exec real-circleci "$@"
`;
    const standIns = { circleci, 'real-circleci': writeCircleCiCommand(jobs.issuer.mintUrl) };
    const outcome = await jobs.run({ token: '', standIns, steps: [auth()] });
    expect(outcome.step(0)).toMatchObject({ status: 'success', stderr: '' });
    expect(calls.read()).toEqual(['tried', 'tried', 'tried']);
  });

  it.each([
    ['an empty answer', 'true', 'it gave nothing'],
    ['a status of its own', 'echo no token for you >&2; exit 3', 'exit status 3'],
    ['what is no token', 'echo Usage: circleci run', 'what it gave is no token'],
  ])('ends after the third time of %s', async (_title, script, reason) => {
    using calls = openCallLog();
    const circleci = `#!/bin/sh\n${calls.record('echo "${0##*/}"')}\n${script}\n`;
    const standIns = { circleci, 'circleci-agent': circleci };
    const { told, step } = await expectFailure(
      jobs,
      { token: '', standIns, steps: [auth()] },
      refusal,
    );
    expect(told[0]?.why).toContain(`circleci: ${reason}; circleci-agent: ${reason}`);
    expect(step.output).not.toMatch(/for you|Usage/);
    expect(calls.read()).toEqual(Array(3).fill(['circleci', 'circleci-agent']).flat());
  });

  it.each([
    ['is not the in-job one', '#!/bin/sh\necho Error: unknown command >&2\nexit 1\n', 'true'],
    ['is not there', '', 'rm "$(command -v circleci)"'],
  ])('asks circleci-agent where circleci %s', async (_title, circleci, prepare) => {
    const outcome = await jobs.run({
      token: '',
      path: programs.path,
      standIns: { circleci, 'circleci-agent': writeCircleCiCommand(jobs.issuer.mintUrl) },
      steps: [{ run: prepare }, auth()],
    });
    expect(outcome.step(1)).toMatchObject({ status: 'success', stderr: '' });
  });

  it('tells that neither is there', async () => {
    const { told } = await expectFailure(
      jobs,
      { token: '', path: programs.path, steps: [{ run: 'rm "$(command -v circleci)"' }, auth()] },
      refusal,
    );
    expect(told[0]?.why).toBe(
      'CIRCLE_OIDC_TOKEN_V2 and CIRCLE_OIDC_TOKEN are empty, and none could be minted with "run oidc get" (circleci: not on the PATH; circleci-agent: not on the PATH)',
    );
  });

  it('is said to be needed where the given token has expired', async () => {
    const { told } = await expectFailure(
      jobs,
      {
        token: await jobs.issuer.sign({ expiresInSeconds: -1 }),
        path: programs.path,
        steps: [{ run: 'rm "$(command -v circleci)"' }, auth()],
      },
      refusal,
    );
    expect(told[0]?.why).toMatch(/^the token that CircleCI put into the job has expired, and none/);
  });
});
