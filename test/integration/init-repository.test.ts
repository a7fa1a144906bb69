import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startContextsApi } from '../support/contexts-api.ts';
import { makeRepository, type Repository } from '../support/repository.ts';
import { runCli } from '../support/run-cli.ts';

const password = 'a-password-in-a-remote';

const runInit = (
  { directory }: Repository,
  args: readonly string[],
  environment = {},
  canaries = [password],
) => runCli(['init', ...args], { directory, environment, canaries });

describe('init in a repository', () => {
  it('tells the project and asks CircleCI for its ids', async () => {
    await using api = await startContextsApi();
    using repository = makeRepository(`https://somebody:${password}@github.com/acme/app.git`);
    const environment = { CIRCLE_TOKEN: api.token, CIRCLE_HOST: api.address };
    const { status, stdout } = await runInit(repository, ['--host', api.address], environment, [
      password,
      api.token,
    ]);
    expect(status).toBe(0);
    expect(stdout).toContain('this is the project gh/acme/app');
    const ids = `--organization-id ${api.organization.id} --project-id ${api.project.id}`;
    expect(stdout.match(/npx vault-oidc .*/g)).toEqual([
      `npx vault-oidc context --name circleci-vault-demo ${ids} --vault-role circleci-demo --apply --host ${api.address}`,
      `npx vault-oidc setup ${ids} --role circleci-demo --policy circleci-demo-policy --config .circleci/config.yml --demo-secret --context CONTEXT_ID --apply`,
    ]);
    const json = await runInit(repository, ['--json'], environment, [password, api.token]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      slug: 'gh/acme/app',
      projectId: api.project.id,
      organizationId: api.organization.id,
    });
  });

  it('puts nothing into a command that is no id', async () => {
    await using api = await startContextsApi();
    using repository = makeRepository('git@github.com:acme/app.git');
    const body = JSON.stringify({ id: '$(touch pwned)', organization_id: api.organization.id });
    api.failNext('read project', { status: 200, body });
    const environment = { CIRCLE_TOKEN: api.token, CIRCLE_HOST: api.address };
    const { status, stdout, stderr } = await runInit(repository, [], environment, [api.token]);
    expect(status).toBe(0);
    expect(stdout + stderr).not.toContain('pwned');
    expect(stdout).toContain('--organization-id ORGANIZATION_ID --project-id PROJECT_ID');
    expect(stderr).toContain('CircleCI told the project gh/acme/app without its ids');
  });

  it('tells where the ids are without a token', async () => {
    using repository = makeRepository('git@github.com:acme/app.git');
    const { stdout } = await runInit(repository, []);
    expect(stdout).toContain('Organization Settings > Overview');
    expect(stdout).toContain('--organization-id ORGANIZATION_ID --project-id PROJECT_ID');
    expect(stdout).toContain('--owner-slug gh/acme');
  });

  it('writes at its top from below, where CircleCI reads', async () => {
    using repository = makeRepository();
    const directory = repository.addDirectory('pkg/a');
    const { stdout } = await runCli(['init', '--write'], { directory, canaries: [] });
    expect(stdout).toContain('+++ b/.circleci/config.yml\n');
    expect(stdout).toContain(': ../../.circleci/config.yml is written\n');
    expect(stdout).toContain('--config ../../.circleci/config.yml');
    expect(repository.readConfig()).toContain('vault-oidc/load-secrets');
    expect(readdirSync(directory)).toEqual([]);
    // Whoever names a path means it.
    const named = ['init', '--config', '.circleci/config.yml', '--write'];
    await runCli(named, { directory, canaries: [] });
    expect(readdirSync(directory)).toEqual(['.circleci']);
  });

  it('writes the config when the tokens for CircleCI differ, and says so', async () => {
    using repository = makeRepository('git@github.com:acme/app.git');
    const environment = { CIRCLE_TOKEN: 'one-token', CIRCLECI_CLI_TOKEN: 'another-token' };
    const { status, stdout, stderr } = await runInit(
      repository,
      ['--write'],
      environment,
      Object.values(environment),
    );
    expect(status).toBe(0);
    expect(stderr).toContain('they differ');
    expect(stdout).toContain('.circleci/config.yml is written');
    expect(repository.readConfig()).toContain('vault-oidc/load-secrets');
  });

  it('writes nothing when it is stopped while CircleCI is slow', async () => {
    using repository = makeRepository('git@github.com:acme/app.git');
    await using api = await startContextsApi();
    api.failNext('read project', { status: 503, headers: { 'retry-after': '20' } });
    const environment = { CIRCLE_TOKEN: api.token, CIRCLE_HOST: api.address };
    const { directory } = repository;
    const { status, stderr } = await runCli(['init', '--write'], {
      directory,
      environment,
      canaries: [api.token],
      interruptAt: 'status 503',
    });
    expect(status).toBe(130);
    expect(stderr).not.toContain('timeout');
    expect(readdirSync(directory)).toEqual(['.git']);
  });

  it('still writes the config when CircleCI does not know the project', async () => {
    await using api = await startContextsApi();
    using repository = makeRepository('git@github.com:acme/other.git');
    const environment = { CIRCLE_TOKEN: api.token, CIRCLE_HOST: api.address };
    const { status, stderr } = await runInit(repository, ['--write'], environment, [api.token]);
    expect(status).toBe(0);
    expect(stderr).toContain('note: CircleCI refused to tell of the project gh/acme/other (404)');
    expect(repository.readConfig()).toContain('vault-oidc/load-secrets');
  });

  it('names a config of any path in the difference as git does', async () => {
    using repository = makeRepository();
    const path = join(repository.directory, 'a b.yml');
    writeFileSync(path, 'version: 2.1\njobs:\n  build:\n    steps:\n      - checkout\n');
    const directory = repository.addDirectory('below');
    const { stdout } = await runCli(['init', '--config', path], { directory, canaries: [] });
    expect(stdout).toContain('--- a/a b.yml\n+++ b/a b.yml\n');
    execFileSync('git', ['apply', '-'], { cwd: repository.directory, input: stdout });
    const there = await runCli(['init', '--config', '../a b.yml'], { directory, canaries: [] });
    expect(there.stdout).toContain('nothing to do: ../a b.yml has');
    // Called from elsewhere.
    const elsewhere = await runCli(['init', '--config', `${path}.new`], { canaries: [] });
    expect(elsewhere.stdout).toContain(`--- /dev/null\n+++ b${path}.new\n`);
  });
});
