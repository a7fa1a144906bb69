import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  readTutorialCommand,
  readTutorialFile,
  writeTutorialRole,
} from '../../scripts/demo/tutorial.ts';
import { qualifiedOrbName } from '../../src/inputs/orb-name.ts';
import { listSecretForms } from '../support/canaries.ts';
import { type ContextsApi, startContextsApi } from '../support/contexts-api.ts';
import { pasteCommands } from '../support/paste-commands.ts';
import { compileJob } from '../support/runner/compile-job.ts';
import { type JobResult, runJob } from '../support/runner/run-job.ts';
import type { StepOutcome } from '../support/runner/run-step.ts';
import { readOrb, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

const password = 'a-password-of-the-walk "$(touch PWNED)"';

let jobs: VaultJobs;
let api: ContextsApi;
let directory: string;
beforeAll(async () => {
  jobs = await startVaultJobs({ isBare: true });
  api = await startContextsApi(jobs.issuer);
  directory = mkdtempSync(join(tmpdir(), 'vault-oidc-walk-'));
  mkdirSync(repository());
  const git = (...args: readonly string[]): Promise<unknown> =>
    promisify(execFile)('git', args, { cwd: repository() });
  await git('init', '--quiet');
  await git('remote', 'add', 'origin', 'git@github.com:acme/app.git');
});
afterAll(async () => {
  await Promise.all([jobs.stop(), api[Symbol.asyncDispose]()]);
  rmSync(directory, { recursive: true, force: true });
});

function repository(): string {
  return join(directory, 'app');
}

function readConfig(): string {
  return readFileSync(join(repository(), '.circleci/config.yml'), 'utf8');
}

/**
 * Pastes a command of docs/tutorial.md into a shell in the repository, with what the
 * page has set before; asserts that none of the secrets is printed.
 */
async function walk(name: 'init' | 'context' | 'setup' | 'doctor'): Promise<StepOutcome> {
  const { server, issuer } = jobs;
  const outcome = await pasteCommands(readTutorialCommand(name), {
    home: directory,
    directory: repository(),
    issuer: issuer.issuer,
    environment: {
      VAULT_ADDR: server.address,
      VAULT_TOKEN: server.rootToken,
      CIRCLE_HOST: api.address,
      CIRCLE_TOKEN: api.token,
      DEMO_PASSWORD: password,
      ORG_ID: api.organization.id,
      PROJECT_ID: api.project.id,
    },
  }).outcome;
  const forms = [server.rootToken, api.token, password].flatMap(listSecretForms);
  expect(forms.filter((form) => outcome.output.includes(form)).length).toBe(0);
  return outcome;
}

/** The job of the repository's config, with what its context holds and a token of the project. */
async function runProjectJob(): Promise<JobResult> {
  const job = compileJob({
    config: readConfig(),
    orbs: { [qualifiedOrbName]: readOrb() },
  });
  const given = api.contexts.filter(({ name }) => job.contexts.includes(name));
  const token = await jobs.issuer.sign({
    claims: { 'context-ids': given.map(({ id }) => id) },
  });
  return runJob(job, {
    environment: {
      CIRCLE_ORGANIZATION_ID: api.organization.id,
      CIRCLE_OIDC_TOKEN_V2: token,
      ...Object.fromEntries(given.flatMap(({ variables }) => [...variables])),
    },
  });
}

describe('from a server that knows nothing, docs/tutorial.md leads to a green job', () => {
  it('1: init writes the config, and tells the ids that the next commands want', async () => {
    const outcome = await walk('init');
    expect(outcome.exitStatus).toBe(0);
    expect(outcome.output).toContain(
      `--organization-id ${api.organization.id} --project-id ${api.project.id}`,
    );
  });

  it('and the config that the page shows is that one but for its last step', () => {
    const cutLastStep = (config: string): string =>
      config.replace(/( {10}command: \|\n)[\s\S]*(\nworkflows)/, '$1$2');
    const written = readConfig();
    expect(cutLastStep(written)).not.toBe(written);
    expect(cutLastStep(readTutorialFile('config.yml'))).toBe(cutLastStep(written));
  });

  it('2: context makes the context, for the project alone', async () => {
    expect((await walk('context')).exitStatus).toBe(0);
    expect(api.contexts).toMatchObject([
      {
        name: 'circleci-vault-demo',
        variables: new Map([
          ['VAULT_ADDR', jobs.server.address],
          ['VAULT_ROLE', 'circleci-demo'],
        ]),
      },
    ]);
    const restrictions = api.contexts[0]?.restrictions.map(({ type, value }) => `${type} ${value}`);
    expect(restrictions).toContain(`project ${api.project.id}`);
  });

  it('3: setup makes the side of Vault, and finds nothing to change afterwards', async () => {
    const made = await walk('setup');
    expect(made).toMatchObject({ exitStatus: 0, stderr: '' });
    expect(made.output).toContain('made role "circleci-demo" (auth/jwt)');
    expect((await walk('setup')).output).toContain('nothing to change');
  });

  it('4: doctor finds nothing wrong', async () => {
    const judged = await walk('doctor');
    expect(judged.output).toMatch(/^0 FAIL, /m);
    expect(judged.exitStatus).toBe(0);
  });

  it('and the job is green, with the secret that setup stored', async () => {
    const { succeeded, steps } = await runProjectJob();
    expect(steps.at(-1)?.stdout).toBe('SECRET_DEMO_USERNAME is set\nSECRET_DEMO_PASSWORD is set\n');
    expect(succeeded).toBe(true);
    expect(await jobs.server.read('secret/data/circleci-demo/demo-secrets')).toMatchObject({
      data: { data: { username: 'paul.atreides', password } },
    });
  });
});

describe("with the tutorial's own role in its place", () => {
  beforeAll(() => writeTutorialRole(jobs.server, api.project.id));

  it('doctor fails it for what makes the job fail, and for nothing else', async () => {
    const judged = await walk('doctor');
    expect(judged.exitStatus).toBe(1);
    expect(judged.output.match(/^FAIL .*(?= —)/gm)).toEqual([
      'FAIL  role "circleci-demo": has no bound_audiences',
    ]);
    const { succeeded, steps } = await runProjectJob();
    expect(succeeded).toBe(false);
    expect(steps.find(({ status }) => status === 'failed')?.stderr).toMatch(
      /^ {2}code {2}LOGIN_AUDIENCE_UNBOUND$/m,
    );
  });

  it('setup mends it: doctor passes it, and the job is green', async () => {
    expect((await walk('setup')).output).toContain('changed role "circleci-demo" (auth/jwt)');
    expect((await walk('doctor')).exitStatus).toBe(0);
    expect((await runProjectJob()).succeeded).toBe(true);
  });
});
