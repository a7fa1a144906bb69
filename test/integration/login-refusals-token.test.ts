import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure } from '../support/expect-failure.ts';
import { linkPrograms, type ProgramDirectory } from '../support/program-directory.ts';
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

const fork = 'allow "Pass secrets to builds from forked pull requests"';
const circleCi = 'run this on CircleCI cloud, or server 4.4 and later with OIDC set up';
const command = `run this where CircleCI's in-job command "circleci" works`;

interface Lack {
  /** Seconds that the job's token has left; left out, there is none. */
  readonly given?: number;
  readonly parameters?: object;
  readonly environment?: Readonly<Record<string, string>>;
  readonly bashEnv?: string;
  readonly why: RegExp;
  readonly next: string;
}

const empty = /^CIRCLE_OIDC_TOKEN_V2 and CIRCLE_OIDC_TOKEN are empty, and none could be minted/;
const audience = 'https://vault.example.com';
const lacks: Record<string, Lack> = {
  'on a server without OIDC': { why: empty, next: circleCi },
  'outside CircleCI': {
    bashEnv: 'unset CIRCLECI\n',
    why: empty,
    next: 'run this on CircleCI: CIRCLECI is not set here',
  },
  'of a fork, by its user': {
    environment: { CIRCLE_PR_USERNAME: 'somebody' },
    why: empty,
    next: fork,
  },
  'of a fork, by its name': {
    environment: { CIRCLE_PR_REPONAME: 'app' },
    why: empty,
    next: fork,
  },
  'whose token has expired': {
    given: -1,
    why: /^the token that CircleCI put into the job has expired, and none could be minted/,
    next: command,
  },
  'that asks for an audience, with a good token of its own': {
    given: 3600,
    parameters: { audience },
    why: /^none for the audience "https:\/\/vault.example.com" could be minted/,
    next: command,
  },
  'that asks for an audience, without a token': {
    parameters: { audience },
    why: /^none for the audience "https:\/\/vault.example.com" could be minted/,
    next: circleCi,
  },
};

describe('a job without a token', () => {
  it.each(Object.entries(lacks))('%s is told why, and what helps', async (_title, lack) => {
    const { given, parameters, environment = {}, bashEnv, why, next } = lack;
    const { told } = await expectFailure(
      jobs,
      {
        token: given === undefined ? '' : await jobs.issuer.sign({ expiresInSeconds: given }),
        path: programs.path,
        environment,
        ...(bashEnv === undefined ? {} : { bashEnv }),
        steps: [{ run: 'rm "$(command -v circleci)"' }, auth(parameters)],
      },
      { status: 3, codes: ['TOKEN_MISSING'] },
    );
    expect(told[0]?.why).toMatch(why);
    expect(told[0]?.next).toEqual([expect.stringContaining(next)]);
    expect(told[0]?.why.includes('expired')).toBe(given === -1);
  });
});
