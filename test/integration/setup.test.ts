import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAsAdministrator } from '../support/run-as-administrator.ts';
import { applySetup, listMarks, readField, runSetup } from '../support/setup-runs.ts';
import { startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs({ isBare: true });
});
afterAll(() => jobs.stop());

describe('setup on a server that knows nothing of the project', () => {
  const args = ['--role', 'first', '--read', 'secret/app/db', '--mount', 'first'];

  it('shows what is to be made, and writes nothing', async () => {
    const outcome = await runSetup(jobs, args);
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    expect(listMarks(outcome)).toEqual([
      '+ policy "first"',
      '+ JWT method auth/first',
      '+ configuration of auth/first',
      '+ role "first" (auth/first)',
    ]);
    expect(outcome.stdout).toContain('path "secret/data/app/db" { capabilities = ["read"] }');
    expect(outcome.stdout).toContain('bound_claims "oidc.circleci.com/ssh-rerun" = false');
    expect(outcome.stdout).toContain('nothing is written: add --apply');
    expect(await readField(jobs, 'sys/auth', 'token/')).toBeDefined();
    expect(await readField(jobs, 'sys/auth', 'first/')).toBeUndefined();
    const policies = await readField(jobs, 'sys/policies/acl?list=true', 'keys');
    expect(policies).not.toContain('first');
  });

  it('makes it, and finds nothing to change the second time', async () => {
    const made = await applySetup(jobs, args);
    expect(made.stdout).toContain('made role "first" (auth/first)');
    expect(made.stdout).toContain('all of it is in place');
    expect(made.stdout).toContain('jobs log in with role: first, auth_mount: first\n');
    const again = await applySetup(jobs, args);
    expect(listMarks(again)).toHaveLength(4);
    expect(listMarks(again).every((line) => /^= .*: as it is$/.test(line))).toBe(true);
    expect(again.stdout).toContain('nothing to change');
  });

  it('tells the plan to machines as JSON alone', async () => {
    const { stdout, status } = await runSetup(jobs, [...args, '--vcs-ref', 'main', '--json']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      applied: false,
      changes: 1,
      plan: [
        { state: 'as it is' },
        { state: 'as it is' },
        { state: 'as it is' },
        {
          name: 'role "first" (auth/first)',
          state: 'change',
          changes: [
            {
              field: 'bound_claims "oidc.circleci.com/vcs-ref"',
              from: null,
              to: ['refs/heads/main'],
            },
          ],
        },
      ],
    });
  });

  it('changes the one claim that is wished otherwise', async () => {
    const outcome = await applySetup(jobs, [...args, '--vcs-ref', 'main']);
    expect(listMarks(outcome).filter((line) => !line.startsWith('='))).toEqual([
      '~ role "first" (auth/first)',
    ]);
    expect(outcome.stdout).toContain(
      'bound_claims "oidc.circleci.com/vcs-ref": (none) → ["refs/heads/main"]',
    );
    expect(await readField(jobs, 'auth/first/role/first', 'bound_claims')).toEqual({
      'oidc.circleci.com/org-id': jobs.issuer.organizationId,
      'oidc.circleci.com/project-id': jobs.issuer.projectId,
      'oidc.circleci.com/vcs-ref': ['refs/heads/main'],
      'oidc.circleci.com/ssh-rerun': false,
    });
  });
});

describe('setup on what was changed by hand', () => {
  const args = ['--role', 'drift', '--read', 'secret/app/db'];
  const role = 'auth/jwt/role/drift';

  it('sets back what it states, takes away what widens the role, and keeps what narrows it', async () => {
    await applySetup(jobs, args);
    const before = await readField(jobs, role, 'bound_claims');
    await jobs.server.write('sys/policies/acl/drift', { policy: 'path "secret/*" {}' });
    await jobs.server.write(role, {
      role_type: 'jwt',
      bound_claims_type: 'string',
      bound_claims: { 'oidc.circleci.com/project-id': jobs.issuer.projectId },
      token_policies: ['drift', 'other'],
      token_ttl: '2h',
      token_max_ttl: '4h',
      token_period: '1h',
      expiration_leeway: '10h',
      token_bound_cidrs: ['127.0.0.0/8'],
    });
    const outcome = await applySetup(jobs, args);
    for (const line of [
      '- path "secret/*" {}',
      'token_policies: ["drift","other"] → ["drift"]',
      'token_ttl: 7200 → 900',
      'token_period: 3600 → 0',
      'expiration_leeway: 36000 → 0',
      'bound_claims "oidc.circleci.com/ssh-rerun": (none) → false',
      'token_bound_cidrs = ["127.0.0.0/8"] stays',
    ]) {
      expect(outcome.stdout).toContain(line);
    }
    expect(await readField(jobs, role, 'bound_claims')).toEqual(before);
    expect(await readField(jobs, role, 'token_bound_cidrs')).toEqual(['127.0.0.0/8']);
    expect((await applySetup(jobs, args)).stdout).toContain('nothing to change');
  });
});

describe('names as Vault keeps them', () => {
  it('are those of the role and the policy, in lower case', async () => {
    const args = ['--role', 'Release', '--policy', 'Release-Reader', '--read', 'secret/app/db'];
    await applySetup(jobs, args);
    expect(await readField(jobs, 'auth/jwt/role/release', 'token_policies')).toEqual([
      'release-reader',
    ]);
    expect((await applySetup(jobs, args)).stdout).toContain('nothing to change');
  });

  it('are those of the namespace that is asked for', async () => {
    await jobs.server.write('sys/namespaces/team', {});
    const args = ['--role', 'team', '--kv-mount', 'kv', '--read', 'kv/app', '--namespace', 'team'];
    await applySetup(jobs, args);
    expect((await applySetup(jobs, args)).stdout).toContain('nothing to change');
    expect(await readField(jobs, 'team/auth/jwt/role/team', 'token_policies')).toEqual(['team']);
    const policies = await readField(jobs, 'sys/policies/acl?list=true', 'keys');
    expect(policies).not.toContain('team');
  });
});

describe('several setups at once', () => {
  it('all succeed, and leave what each wished', async () => {
    const args = ['--role', 'race', '--mount', 'race', '--kv-mount', 'race-kv', '--demo-secret'];
    const outcomes = await Promise.all([1, 2, 3].map(() => runSetup(jobs, [...args, '--apply'])));
    expect(outcomes.map(({ status, stderr }) => ({ status, stderr }))).toEqual(
      outcomes.map(() => ({ status: 0, stderr: '' })),
    );
    expect((await applySetup(jobs, args)).stdout).toContain('nothing to change');
  });
});

describe('the policy', () => {
  it('grants what the steps of a config read, each as its engine has it', async () => {
    await jobs.server.write('sys/mounts/old', { type: 'kv', options: { version: '1' } });
    const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
    try {
      mkdirSync(join(directory, '.circleci'));
      writeFileSync(join(directory, '.circleci', 'config.yml'), config);
      const args = ['--role', 'reader', '--config', '.circleci/config.yml'];
      const outcome = await runSetup(jobs, [...args, '--read', 'secret/extra', '--apply'], {
        directory,
      });
      expect(outcome).toMatchObject({ status: 0 });
      expect(outcome.stderr).toMatch(/note: .*secret\/\$\{CIRCLE_BRANCH\}.* is not in the policy/);
      const policy = String(await readField(jobs, 'sys/policies/acl/reader', 'policy'));
      expect(policy.match(/path ".*"/g)).toEqual([
        'path "old/legacy"',
        'path "secret/data/app/db"',
        'path "secret/data/extra"',
      ]);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it('is not made for a path that no engine serves', async () => {
    const outcome = await runSetup(jobs, ['--role', 'reader', '--read', 'nowhere/app']);
    expect(outcome).toMatchObject({ status: 4, told: [{ code: 'SECRET_MISSING' }] });
    expect(outcome.told[0]?.next.join()).toContain('--kv-mount nowhere');
  });
});

const config = `
version: 2.1
orbs:
  vault-oidc: org/vault-oidc@1
jobs:
  deploy:
    docker: [{ image: cimg/base:current }]
    steps:
      - vault-oidc/load-secrets:
          secrets: |
            secret/app/db password | DB_PASSWORD
            old/legacy token | LEGACY
            secret/\${CIRCLE_BRANCH} key | KEY
workflows:
  main: { jobs: [deploy] }
`;

describe("the tutorial's secret", () => {
  const args = ['--role', 'demo', '--kv-mount', 'demo-kv', '--demo-secret'];
  const path = 'demo-kv/data/circleci-demo/demo-secrets';

  it('is made once with the password that is given, and never written over', async () => {
    const environment = { DEMO_PASSWORD: 'lisan-al-gaib-of-this-test' };
    const canaries = [environment.DEMO_PASSWORD];
    const made = await applySetup(jobs, args, { environment, canaries });
    expect(made.stdout).toContain('made secret demo-kv/circleci-demo/demo-secrets');
    const values = { username: 'paul.atreides', password: environment.DEMO_PASSWORD };
    expect(await readField(jobs, path, 'data')).toEqual(values);
    const again = await applySetup(jobs, args);
    expect(again.stdout).toContain('nothing to change');
    expect(await readField(jobs, path, 'data')).toEqual(values);
  });

  it('has a random password otherwise, which nobody is shown', async () => {
    const random = ['--role', 'demo', '--kv-mount', 'random-kv', '--demo-secret'];
    const { stdout, stderr } = await applySetup(jobs, random);
    const data = await readField(jobs, 'random-kv/data/circleci-demo/demo-secrets', 'data');
    const password = String(Object(data)['password']);
    expect(password).toMatch(/^[\w-]{32}$/);
    expect(stdout + stderr).not.toContain(password);
  });
});

describe('the resources as text', () => {
  it.each([
    ['vault-commands', /^vault policy write /m],
    ['terraform', /^resource "vault_policy"/m],
    ['json', /^\{/],
  ])('%s are on standard output alone, and nothing is written', async (form, shape) => {
    const args = ['--role', 'printed', '--mount', 'printed', '--read', 'secret/app', '--as', form];
    const outcome = await runSetup(jobs, args);
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    expect(outcome.stdout).toMatch(shape);
    expect(outcome.stdout).not.toContain('vault-oidc:');
    const policies = await readField(jobs, 'sys/policies/acl?list=true', 'keys');
    expect(policies).not.toContain('printed');
  });

  it('are commands that do what the plan says, on what is there already too', async () => {
    const args = ['--role', 'commands', '--mount', 'commands', '--read', 'secret/app'];
    for (const more of [[], ['--vcs-ref', 'main', '--read', 'secret/more']]) {
      const wish = [...args, ...more];
      const { stdout } = await runSetup(jobs, [...wish, '--as', 'vault-commands']);
      await runAsAdministrator(jobs.server, stdout);
      expect((await runSetup(jobs, wish)).stdout).toContain('nothing to change');
    }
  });

  it('need no token where Vault has nothing to tell', async () => {
    const args = ['--role', 'printed', '--read', 'secret/data/app', '--as', 'json'];
    const { stdout, status } = await runSetup(jobs, args, { token: '' });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toHaveProperty('resources');
  });
});
