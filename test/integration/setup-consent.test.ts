import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAsAdministrator } from '../support/run-as-administrator.ts';
import { applySetup, readField, runSetup } from '../support/setup-runs.ts';
import { startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs({ isBare: true });
});
afterAll(() => jobs.stop());

/** A setup that must refuse for what is in the way, and leave what is at the path as it is. */
async function expectRefusal(
  args: readonly string[],
  why: string,
  path: string,
  field = path.startsWith('sys/') ? 'policy' : 'bound_claims',
): Promise<void> {
  const before = await readField(jobs, path, field);
  const refused = await runSetup(jobs, [...args, '--apply']);
  expect(refused).toMatchObject({ status: 2, told: [{ code: 'RESOURCE_IN_THE_WAY' }] });
  expect(refused.told[0]?.why).toContain(why);
  expect(refused.told[0]?.next.join('\n')).toContain('--replace');
  expect(await readField(jobs, path, field)).toEqual(before);
}

describe('what somebody else made is written over by consent alone', () => {
  it('a policy that no role of the method has', async () => {
    const path = 'sys/policies/acl/admin';
    await jobs.server.write(path, { policy: 'path "*" { capabilities = ["sudo"] }' });
    const args = ['--role', 'admin', '--read', 'secret/app/db'];
    await expectRefusal(args, 'no role "admin" has it', path);
    await applySetup(jobs, [...args, '--replace']);
    expect(await readField(jobs, path, 'policy')).toContain('secret/data/app/db');
  });

  it('a policy that another role has too', async () => {
    const args = (role: string, read: string) => [
      ...['--role', role, '--policy', 'shared', '--mount', 'shared', '--read', read],
    ];
    await applySetup(jobs, args('first', 'secret/a'));
    // Alone, it is the role's own, whose policy follows what its jobs read.
    await applySetup(jobs, args('first', 'secret/b'));
    await applySetup(jobs, args('second', 'secret/b'));
    await expectRefusal(
      args('second', 'secret/c'),
      'other roles have it: "first"',
      'sys/policies/acl/shared',
    );
  });

  it('a role of another project', async () => {
    const args = ['--role', 'team', '--read', 'secret/app/db'];
    await applySetup(jobs, [...args, '--vcs-ref', 'main']);
    const project = ['--project-id', randomUUID()];
    await expectRefusal([...args, ...project], 'for another project', 'auth/jwt/role/team');
    await applySetup(jobs, [...args, ...project, '--replace']);
    await applySetup(jobs, [...args, ...project]);
  });

  it('a bound claim that is wished no longer', async () => {
    const args = ['--role', 'narrow', '--read', 'secret/app/db'];
    await applySetup(jobs, [...args, '--vcs-ref', 'main']);
    await expectRefusal(args, 'vcs-ref ["refs/heads/main"]', 'auth/jwt/role/narrow');
    await applySetup(jobs, [...args, '--replace']);
    expect(await readField(jobs, 'auth/jwt/role/narrow', 'bound_claims')).not.toHaveProperty([
      'oidc.circleci.com/vcs-ref',
    ]);
  });

  it('an audience of its own that is wished no longer', async () => {
    const args = ['--role', 'own', '--read', 'secret/app/db'];
    const path = 'auth/jwt/role/own';
    await applySetup(jobs, args);
    await applySetup(jobs, [...args, '--audience', 'https://vault.example.com']);
    await expectRefusal(args, 'https://vault.example.com', path, 'bound_audiences');
    await applySetup(jobs, [...args, '--replace']);
    expect(await readField(jobs, path, 'bound_audiences')).toEqual([jobs.issuer.organizationId]);
  });
});

describe('what narrows a role', () => {
  it('stays, also a leeway of none', async () => {
    const args = ['--role', 'strict', '--read', 'secret/app/db'];
    await applySetup(jobs, args);
    const path = 'auth/jwt/role/strict';
    const role = Object(Object(await jobs.server.read(path))['data']);
    await jobs.server.write(path, { ...role, expiration_leeway: -1, clock_skew_leeway: -1 });
    const changed = await applySetup(jobs, [...args, '--vcs-ref', 'main']);
    expect(changed.stdout).toContain('expiration_leeway = -1 stays');
    expect(await readField(jobs, path, 'expiration_leeway')).toBe(-1);
    expect(await readField(jobs, path, 'clock_skew_leeway')).toBe(-1);
  });
});

describe('a namespace', () => {
  it('is where the printed commands write', async () => {
    await jobs.server.write('sys/namespaces/printed', {});
    const args = ['--role', 'p', '--read', 'cubbyhole/x', '--namespace', 'printed'];
    const { stdout } = await runSetup(jobs, [...args, '--as', 'vault-commands']);
    await runAsAdministrator(jobs.server, stdout);
    expect(await readField(jobs, 'printed/auth/jwt/role/p', 'token_policies')).toEqual(['p']);
    expect((await runSetup(jobs, args)).stdout).toContain('nothing to change');
  });

  it('that is not there is named as what may be wrong', async () => {
    const args = ['--role', 'p', '--read', 'secret/a', '--namespace', 'nowhere'];
    const refused = await runSetup(jobs, args);
    expect(refused.status).toBe(4);
    expect(refused.told[0]?.next.join('\n')).toContain('there is a namespace nowhere');
  });
});

describe('names and tokens', () => {
  it('a mount may be written with auth/ in front', async () => {
    const args = ['--role', 'm', '--read', 'secret/a', '--mount', 'auth/ci'];
    const { stdout } = await runSetup(jobs, args);
    expect(stdout).toContain('+ JWT method auth/ci\n');
  });

  it('a token that no request could carry is told', async () => {
    const args = ['--role', 'm', '--read', 'secret/a'];
    const outcome = await runSetup(jobs, args, { token: 'hvs.shortened…' });
    expect(outcome).toMatchObject({ status: 3, told: [{ code: 'TOKEN_MALFORMED' }] });
  });

  it('text that needs the list of mounts needs a token', async () => {
    const args = ['--role', 'm', '--read', 'secret/a', '--as', 'terraform'];
    const outcome = await runSetup(jobs, args, { token: '' });
    expect(outcome).toMatchObject({ status: 3, told: [{ code: 'TOKEN_MISSING' }] });
  });
});
