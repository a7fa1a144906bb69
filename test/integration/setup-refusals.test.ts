import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCircleCiIssuer } from '../support/circleci-issuer.ts';
import { trustIssuer, writeRole } from '../support/jwt-trust.ts';
import { applySetup, readField, runSetup } from '../support/setup-runs.ts';
import { startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs({ isBare: true });
});
afterAll(() => jobs.stop());

const read = ['--read', 'secret/app/db'];

/** A token with these policies. */
async function makeToken(...policies: readonly string[]): Promise<string> {
  const made = await jobs.server.write('auth/token/create', { policies, no_default_policy: false });
  return String(Object(Object(made)['auth'])['client_token']);
}

/** The lines of a policy that a failure asks for. */
function findPolicy(next: readonly string[]): string {
  return (next.join('\n').match(/path ".*" \{ .* \}/g) ?? []).join('\n');
}

describe('a token that lacks rights', () => {
  it('is told all that it lacks at once, and can do everything with it', async () => {
    const args = ['--role', 'limited', '--kv-mount', 'limited', '--demo-secret', ...read];
    const token = await makeToken('limited-administrator');
    const refused = await runSetup(jobs, [...args, '--apply'], { token });
    expect(refused).toMatchObject({
      status: 4,
      stdout: '',
      told: [{ code: 'ADMINISTRATION_FORBIDDEN' }],
    });
    const policy = findPolicy(refused.told[0]?.next ?? []);
    expect(policy.split('\n')).toEqual([
      'path "sys/mounts" { capabilities = ["read"] }',
      'path "sys/policies/acl/limited" { capabilities = ["read", "update"] }',
      'path "sys/auth" { capabilities = ["read"] }',
      'path "auth/jwt/config" { capabilities = ["read", "update"] }',
      'path "auth/jwt/role/limited" { capabilities = ["read", "create", "update"] }',
      'path "auth/jwt/role" { capabilities = ["list"] }',
      'path "auth/jwt/role/*" { capabilities = ["read"] }',
      'path "limited/metadata/circleci-demo/demo-secrets" { capabilities = ["read"] }',
      'path "sys/mounts/limited" { capabilities = ["update"] }',
      'path "sys/auth/jwt" { capabilities = ["update", "sudo"] }',
      'path "limited/data/circleci-demo/demo-secrets" { capabilities = ["create"] }',
    ]);
    await jobs.server.write('sys/policies/acl/limited-administrator', { policy });
    const made = await applySetup(jobs, args, { token });
    expect(made.stdout).toContain('all of it is in place');
    const changed = await applySetup(jobs, [...args, '--read', 'secret/more'], { token });
    expect(changed.stdout).toContain('changed policy "limited"');
    expect(
      (await applySetup(jobs, [...args, '--read', 'secret/more'], { token })).stdout,
    ).toContain('nothing to change');
  });

  it('that may look but not write gets the plan, and the rights to apply it', async () => {
    await jobs.server.write('sys/policies/acl/onlooker', {
      policy: ['sys/auth', 'sys/mounts', 'auth/look/*', 'sys/policies/acl/*']
        .map((path) => `path "${path}" { capabilities = ["read", "list"] }`)
        .join('\n'),
    });
    const token = await makeToken('onlooker');
    const args = ['--role', 'look', '--mount', 'look', ...read];
    const planned = await runSetup(jobs, args, { token });
    expect(planned.status).toBe(0);
    expect(planned.stdout).toContain('+ role "look"');
    // With what patterns grant by now, which an exact path puts out of force.
    expect(findPolicy([planned.stderr]).split('\n')).toEqual([
      'path "sys/policies/acl/look" { capabilities = ["read", "update"] }',
      'path "sys/auth/look" { capabilities = ["update", "sudo"] }',
      'path "auth/look/config" { capabilities = ["read", "update"] }',
      'path "auth/look/role/look" { capabilities = ["read", "create", "update"] }',
    ]);
    const refused = await runSetup(jobs, [...args, '--apply'], { token });
    expect(refused).toMatchObject({ status: 4, told: [{ code: 'ADMINISTRATION_FORBIDDEN' }] });
    expect(await readField(jobs, 'sys/auth', 'look/')).toBeUndefined();
  });

  it('is told to log in again when Vault does not know it', async () => {
    const token = 's.aTokenThatNobodyGaveOut';
    const outcome = await runSetup(jobs, ['--role', 'unknown', ...read], { token });
    expect(outcome).toMatchObject({ status: 3, told: [{ code: 'VAULT_TOKEN_REFUSED' }] });
    expect(outcome.told[0]?.next[0]).toContain('log in again');
  });

  it('is asked for when there is none', async () => {
    const outcome = await runSetup(jobs, ['--role', 'none', ...read], { token: '' });
    expect(outcome).toMatchObject({ status: 3, told: [{ code: 'TOKEN_MISSING' }] });
  });
});

describe('what is in the way', () => {
  beforeAll(async () => {
    const { server } = jobs;
    await server.write('sys/auth/people', { type: 'userpass' });
    await server.write('sys/auth/team', { type: 'approle' });
    await server.write('sys/mounts/old', { type: 'kv', options: { version: '1' } });
    await server.write('sys/mounts/keys', { type: 'transit' });
  });

  it.each([
    ['a method of another type', ['--mount', 'people'], 'a method of type "userpass"'],
    ['a mount above it', ['--mount', 'team/jwt'], 'auth/team/ is a mount already'],
    ['an engine of KV version 1', ['--kv-mount', 'old'], 'old/ is KV version 1'],
    ['an engine of another type', ['--kv-mount', 'keys'], 'an engine of type "transit"'],
    ['an engine below it', ['--kv-mount', 'sys'], 'sys/ is an engine of type "system"'],
  ])('%s is told, and nothing is written', async (_title, args, why) => {
    const outcome = await runSetup(jobs, ['--role', 'blocked', ...args, ...read, '--apply']);
    expect(outcome).toMatchObject({ status: 2, told: [{ code: 'RESOURCE_IN_THE_WAY' }] });
    expect(outcome.told[0]?.why).toContain(why);
    expect(outcome.stdout).toContain('! ');
    const policies = await readField(jobs, 'sys/policies/acl?list=true', 'keys');
    expect(policies).not.toContain('blocked');
  });

  it('is the issuer that other roles log in with, until somebody gives it up', async () => {
    await using other = await startCircleCiIssuer();
    await trustIssuer(jobs.server, other, 'shared');
    await writeRole(jobs.server, other, { mount: 'shared', name: 'theirs' });
    const args = ['--role', 'ours', '--mount', 'shared', ...read];
    const refused = await runSetup(jobs, [...args, '--apply']);
    expect(refused).toMatchObject({ status: 2, told: [{ code: 'RESOURCE_IN_THE_WAY' }] });
    expect(refused.told[0]?.why).toContain('other roles use it: "theirs"');
    expect(await readField(jobs, 'auth/shared/config', 'bound_issuer')).toBe(other.issuer);
    await applySetup(jobs, [...args, '--replace']);
    expect(await readField(jobs, 'auth/shared/config', 'bound_issuer')).toBe(jobs.issuer.issuer);
  });

  it('is no source of keys that nobody else uses', async () => {
    const { server, issuer } = jobs;
    await server.write('sys/auth/keys', { type: 'jwt' });
    await server.write('auth/keys/config', {
      jwks_url: `${issuer.issuer}/.well-known/jwks-pub.json`,
      default_role: 'keys',
    });
    const outcome = await applySetup(jobs, ['--role', 'keys', '--mount', 'keys', ...read]);
    expect(outcome.stdout).toMatch(/jwks_url: "http.*" → ""/);
    expect(outcome.stdout).toContain('default_role = "keys" stays');
    expect(await readField(jobs, 'auth/keys/config', 'default_role')).toBe('keys');
    expect(await readField(jobs, 'auth/keys/config', 'jwks_url')).toBe('');
  });
});

describe('a setup that fails half-way', () => {
  it('tells what is written and what is not, and goes on from there', async () => {
    const nowhere = 'http://127.0.0.1:9/none';
    const args = ['--role', 'half', '--mount', 'half', ...read];
    const failed = await runSetup(jobs, [...args, '--issuer', nowhere, '--apply']);
    expect(failed).toMatchObject({
      status: 5,
      told: [{ code: 'ISSUER_UNREACHABLE' }, { code: 'SETUP_UNFINISHED' }],
    });
    expect(failed.told[1]?.why).toBe(
      'written: policy "half", JWT method auth/half; not written: configuration of auth/half, role "half" (auth/half); nothing is removed',
    );
    const { stdout } = await applySetup(jobs, args);
    expect(stdout).toContain('= JWT method auth/half: as it is');
    expect(stdout).toContain('made role "half"');
  });
});

describe('options that cannot be', () => {
  it.each([
    ['patterns and no SSH', ['--vcs-ref', 'release/*'], 'WISH_REFUSED', '--allow-ssh-reruns'],
    ['every ref', ['--vcs-ref', '*'], 'PARAMETER_INVALID', 'name a branch'],
    ["Vault's own policy", ['--policy', 'default'], 'PARAMETER_INVALID', 'policy of its own'],
    ['a long token', ['--token-ttl', '2h'], 'PARAMETER_INVALID', 'such as 10m'],
    ['an address to clone', ['--vcs-origin', 'https://github.com/a/b'], 'PARAMETER_INVALID', 'a'],
    ['another slash', ['--issuer', 'https://oidc.example/'], 'PARAMETER_INVALID', 'exactly'],
    ['two outputs', ['--as', 'json', '--apply'], 'PARAMETER_INVALID', 'leave out --as'],
    ['a path that holds more', ['--read', 'secret/app/*'], 'POLICY_INEXPRESSIBLE', 'another name'],
    ['a path of Vault', ['--read', 'sys/raw/x'], 'PARAMETER_INVALID', 'as in a reference'],
  ])('%s are refused with what to do', async (_title, args, code, next) => {
    const outcome = await runSetup(jobs, ['--role', 'refused', ...read, ...args, '--apply']);
    expect(outcome).toMatchObject({ status: 2, told: [{ code }] });
    expect(outcome.told[0]?.next.join('\n')).toContain(next);
    const policies = await readField(jobs, 'sys/policies/acl?list=true', 'keys');
    expect(policies).not.toContain('refused');
  });

  it('are told all at once', async () => {
    const environment = { CIRCLE_ORGANIZATION_ID: 'acme', CIRCLE_PROJECT_ID: '' };
    const { told, status } = await runSetup(jobs, ['--context', 'one'], { environment });
    expect(status).toBe(2);
    expect(told.map(({ what }) => /--[\w-]+/.exec(what)?.[0])).toEqual([
      '--organization-id',
      '--project-id',
      '--role',
      '--context',
    ]);
  });

  it('are a role with nothing to read', async () => {
    const outcome = await runSetup(jobs, ['--role', 'refused']);
    expect(outcome).toMatchObject({ status: 2, told: [{ code: 'PARAMETER_INVALID' }] });
    expect(outcome.told[0]?.why).toBe('neither --config nor --read is given');
  });
});
