import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCallLog } from '../support/call-log.ts';
import { listCanaries } from '../support/canaries.ts';
import { expectFailure } from '../support/expect-failure.ts';
import { writeRole } from '../support/jwt-trust.ts';
import { writeCircleCiCommand } from '../support/runner/stand-ins.ts';
import { auth } from '../support/session-steps.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

const audience = 'https://vault.example.com/"quoted"';

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  const { server, issuer } = jobs;
  await server.write('secret/data/app', { data: { key: 'read-after-the-log-in' } });
  const claim_mappings = { 'oidc.circleci.com/job-id': 'job' };
  await writeRole(server, issuer, { name: 'traced', role: { claim_mappings } });
  const role = { claim_mappings, bound_audiences: [audience] };
  await writeRole(server, issuer, { name: 'audience', role });
});
afterAll(() => jobs.stop());

/** Signs a token whose job is named, so that the server can tell which token it got. */
function signAs(job: string, expiresInSeconds = 3600): Promise<string> {
  return jobs.issuer.sign({ claims: { 'job-id': job }, expiresInSeconds });
}

/** The job whose token logged in, as the server keeps it. */
async function findJob(token: string | undefined): Promise<string> {
  const looked = await jobs.server.write('auth/token/lookup', { token });
  expect(looked).toMatchObject({ data: { meta: { job: expect.any(String) } } });
  const { data } = { data: { meta: { job: '' } }, ...Object(looked) };
  return data.meta.job;
}

describe('the token that logs in', () => {
  it.each([
    ['CIRCLE_OIDC_TOKEN_V2 before CIRCLE_OIDC_TOKEN', 3600, 'second form'],
    ['CIRCLE_OIDC_TOKEN where the other is empty', undefined, 'first form'],
    ['CIRCLE_OIDC_TOKEN_V2 with over a minute left', 90, 'second form'],
  ])('is %s', async (_title, seconds, job) => {
    const mints = jobs.issuer.mints.length;
    const outcome = await jobs.run({
      token: seconds === undefined ? '' : await signAs('second form', seconds),
      environment: { CIRCLE_OIDC_TOKEN: await signAs('first form') },
      steps: [auth({ role: 'traced' })],
    });
    expect(await findJob(outcome.environment['VAULT_TOKEN'])).toBe(job);
    expect(jobs.issuer.mints).toHaveLength(mints);
  });

  it.each([
    ['none is given', undefined],
    ['the given one has expired', -1],
    ['the given one has under a minute left', 45],
  ])('is minted where %s', async (_title, seconds) => {
    const mints = jobs.issuer.mints.length;
    const outcome = await jobs.run({
      token: seconds === undefined ? '' : await signAs('given', seconds),
      steps: [auth({ role: 'traced' })],
    });
    expect(await findJob(outcome.environment['VAULT_TOKEN'])).not.toBe('given');
    expect(jobs.issuer.mints.slice(mints)).toEqual([{}]);
  });

  it('is minted for the audience that is named, whatever is given', async () => {
    const mints = jobs.issuer.mints.length;
    const outcome = await jobs.run({
      token: await signAs('given'),
      steps: [auth({ role: 'audience', audience })],
    });
    expect(await findJob(outcome.environment['VAULT_TOKEN'])).not.toBe('given');
    expect(jobs.issuer.mints.slice(mints)).toEqual([{ aud: audience }]);
  });

  it('may have blanks around it', async () => {
    const token = ` ${await signAs('given')}\n`;
    const outcome = await jobs.run({ token, steps: [auth({ role: 'traced' })] });
    expect(await findJob(outcome.environment['VAULT_TOKEN'])).toBe('given');
  });

  it('is in no argument and in no file', async () => {
    using calls = openCallLog();
    const tellArguments = `${calls.record('echo "$0 $*"')}
${calls.record(`cat /proc/[0-9]*/cmdline | tr '\\0' ' '; echo`)}`;
    const outcome = await jobs.run({
      standIns: {
        'real-circleci': writeCircleCiCommand(jobs.issuer.mintUrl),
        circleci: `#!/bin/sh\n${tellArguments}\nexec real-circleci "$@"\n`,
        bash: `#!/bin/sh\n${tellArguments}\nexec /bin/bash "$@"\n`,
      },
      steps: [
        auth({ role: 'audience', audience }),
        loadSecrets('secret/app key | APP_KEY'),
        { run: { name: 'JWTs in files', command: 'grep -rl eyJ "$HOME/.." || true' } },
      ],
    });
    const called = calls.read();
    const canaries = [...listCanaries(jobs, outcome)];
    const seen = canaries.filter((canary) => called.some((line) => line.includes(canary)));
    expect(seen.length).toBe(0);
    const claims = JSON.stringify({ aud: audience });
    expect(called).toContainEqual(
      expect.stringContaining(`circleci run oidc get --claims ${claims}`),
    );
    expect(called).toContainEqual(expect.stringMatching(/bash -s$/));
    expect(outcome.step(2).output).toBe('');
  });
});

describe('a given text that is no token', () => {
  it.each([
    ['in quotes', (jwt: string) => `"${jwt}"`, 'it stands in quotes'],
    ['cut off', (jwt: string) => jwt.slice(0, jwt.lastIndexOf('.')), 'this has 2'],
    ['with a part too many', (jwt: string) => `${jwt}.x`, 'this has 4'],
    ['masked', () => '****************', 'a row of asterisks'],
    ['with a newline inside', (jwt: string) => jwt.replace('.', '.\n'), 'blanks or newlines'],
    ['with a blank inside', (jwt: string) => jwt.replace('.', ' .'), 'blanks or newlines'],
    ['with an empty part', (jwt: string) => jwt.replace(/\.[^.]+\./, '..'), 'does not have'],
    ['far too long', (jwt: string) => jwt + 'A'.repeat(16 * 1024), 'far longer than a token'],
  ])('%s is refused before anything is sent', async (_title, spoil, why) => {
    const requests = jobs.server.listRequests().length;
    const mints = jobs.issuer.mints.length;
    const { told } = await expectFailure(
      jobs,
      { token: spoil(await jobs.issuer.sign()), steps: [auth()] },
      { status: 3, codes: ['TOKEN_MALFORMED'] },
    );
    expect(told[0]?.what).toBe('CIRCLE_OIDC_TOKEN_V2 holds no OIDC token.');
    expect(told[0]?.why).toContain(why);
    expect(jobs.server.listRequests()).toHaveLength(requests);
    expect(jobs.issuer.mints).toHaveLength(mints);
  });

  it('is told by the name of its variable', async () => {
    const environment = { CIRCLE_OIDC_TOKEN: 'null' };
    const { told } = await expectFailure(
      jobs,
      { token: '', environment, steps: [auth()] },
      { status: 3, codes: ['TOKEN_MALFORMED'] },
    );
    expect(told[0]?.what).toBe('CIRCLE_OIDC_TOKEN holds no OIDC token.');
  });
});
