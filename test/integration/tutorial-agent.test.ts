import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countLoginTokens } from '../../scripts/demo/left-tokens.ts';
import { standInForVault, tutorialSteps } from '../support/tutorial-agent.ts';
import {
  type JobOutcome,
  loadSecrets,
  startVaultJobs,
  type VaultJobs,
} from '../support/vault-jobs.ts';

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
});
afterAll(() => jobs.stop());

/** Prints which kinds of token lie in files of the job, and whether the kept one still works. */
const searchTokens = {
  run: {
    name: 'Search the files of the job for tokens',
    when: 'always',
    command: `grep -rlF -- "$CIRCLE_OIDC_TOKEN_V2" "$HOME" "$TMPDIR" >/dev/null && echo 'an OIDC token'
grep -rlE -- '^(hv)?s\\.[A-Za-z0-9]+' "$HOME" "$TMPDIR" >/dev/null && echo 'a Vault token'
exit 0`,
  },
};

const ourSteps = [
  loadSecrets(`
    secret/circleci-demo/demo-secrets username | SECRET_DEMO_USERNAME
    secret/circleci-demo/demo-secrets password | SECRET_DEMO_PASSWORD
  `),
];

function store(data: object): Promise<unknown> {
  return jobs.server.write('secret/data/circleci-demo/demo-secrets', { data });
}

function run(steps: readonly unknown[]): Promise<JobOutcome> {
  return jobs.run({
    steps: [...steps, searchTokens],
    standIns: standInForVault(jobs.server.binary),
  });
}

describe("the tutorial's job beside ours", () => {
  it('both carry a plain value', async () => {
    await store({ username: 'paul.atreides', password: 'lisan-al-gaib' });
    for (const steps of [tutorialSteps, ourSteps]) {
      const { environment, succeeded } = await run(steps);
      expect(environment).toMatchObject({
        SECRET_DEMO_USERNAME: 'paul.atreides',
        SECRET_DEMO_PASSWORD: 'lisan-al-gaib',
      });
      expect(succeeded).toBe(true);
    }
  });

  it.each([
    ['a quotation mark', 'lisan"al-gaib'],
    ['a dollar sign', 'lisan$HOME'],
    ['a backslash', 'lisan\\\\al-gaib'],
  ])('only ours carries %s', async (_title, password) => {
    await store({ username: 'paul.atreides', password });
    const theirs = await run(tutorialSteps);
    expect(theirs.environment['SECRET_DEMO_PASSWORD']).not.toBe(password);
    expect(theirs.succeeded).toBe(true);
    const ours = await run(ourSteps);
    expect(ours.environment).toMatchObject({
      SECRET_DEMO_USERNAME: 'paul.atreides',
      SECRET_DEMO_PASSWORD: password,
    });
  });

  it('only theirs runs a command that stands in a value', async () => {
    await store({ username: 'paul.atreides', password: '$(touch PWNED)' });
    const theirs = await run(tutorialSteps);
    expect(theirs.listChangedFiles(2)).toContain('home/project/PWNED');
    const ours = await run(ourSteps);
    expect(ours.listChangedFiles(0)).toEqual(['tmp/.bash_env-0-build']);
  });

  it('a missing key is "<no value>" there, and a failure here', async () => {
    await store({ username: 'paul.atreides' });
    const theirs = await run(tutorialSteps);
    expect(theirs.environment['SECRET_DEMO_PASSWORD']).toBe('<no value>');
    expect(theirs.succeeded).toBe(true);
    const ours = await run(ourSteps);
    expect(ours.step(0)).toMatchObject({
      exitStatus: 4,
      stderr: expect.stringContaining('KEY_MISSING'),
    });
    expect(ours.environment).not.toHaveProperty('SECRET_DEMO_USERNAME');
  });

  it('theirs leaves both tokens in files and a live one on the server, ours none', async () => {
    await store({ username: 'paul.atreides', password: 'lisan-al-gaib' });
    const before = await countLoginTokens(jobs.server);
    const theirs = await run(tutorialSteps);
    expect(theirs.steps.at(-1)?.stdout).toBe('an OIDC token\na Vault token\n');
    expect(await countLoginTokens(jobs.server)).toBe(before + 1);
    const ours = await run(ourSteps);
    expect(ours.steps.at(-1)?.stdout).toBe('');
    expect(await countLoginTokens(jobs.server)).toBe(before + 1);
  });

  it('a refused log-in ends both; ours says what to change', async () => {
    const environment = { VAULT_ROLE: 'nobody' };
    const theirs = await jobs.run({
      steps: tutorialSteps,
      standIns: standInForVault(jobs.server.binary),
      environment,
    });
    expect(theirs.step(1)).toMatchObject({ status: 'failed', exitStatus: 1 });
    const ours = await jobs.run({ steps: ourSteps, environment });
    expect(ours.step(0)).toMatchObject({
      exitStatus: 3,
      stderr: expect.stringMatching(/^ {2}next {2}/m),
    });
  });

  it('theirs would try a refused log-in again but for its line exit_on_err', async () => {
    const [writeFiles] = tutorialSteps;
    const outcome = await jobs.run({
      steps: [
        writeFiles,
        { run: 'sed -i.bak /exit_on_err/d .circleci/vault/agent.hcl' },
        { run: 'echo $CIRCLE_OIDC_TOKEN_V2 > .circleci/vault/token.json' },
        {
          run: `vault agent -config=.circleci/vault/agent.hcl >agent.log 2>&1 &
until [ "$(grep -c 'error authenticating' agent.log)" -ge 2 ]; do sleep 0.1; done
kill $!`,
        },
      ],
      standIns: standInForVault(jobs.server.binary),
      environment: { VAULT_ROLE: 'nobody' },
    });
    expect(outcome.step(3).status).toBe('success');
  });
});
