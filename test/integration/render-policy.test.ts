import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { applySetup, readField, runSetup } from '../support/setup-runs.ts';
import { startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

const names = ["it's a", 'app*x', '+a', 'ü "q"', '{x}'];
const secrets = [
  'secret/app/db value | V2',
  'secret/data/app/api value | API_PATH',
  'old/app/db value | V1',
  'team/kv/app value | NESTED',
  ...names.map((name, at) => `${JSON.stringify(`secret/${name}`)} value | NAME_${at}`),
].join('\n');
const variables = ['V2', 'API_PATH', 'V1', 'NESTED', ...names.map((_name, at) => `NAME_${at}`)];
const steps = [{ 'vault-oidc/load-secrets': { secrets, role: 'reads' } }];
const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-config-'));

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs({ isBare: true });
  const { server } = jobs;
  await server.write('sys/mounts/old', { type: 'kv', options: { version: '1' } });
  await server.write('sys/mounts/team/kv', { type: 'kv', options: { version: '2' } });
  const paths = ['secret/data/app/db', 'secret/data/app/api', 'team/kv/data/app'];
  for (const path of [
    ...paths,
    ...names.map((name) => `secret/data/${encodeURIComponent(name)}`),
  ]) {
    await server.write(path, { data: { value: `value of ${path}` } });
  }
  await server.write('old/app/db', { value: 'value of the old one' });
  const config = {
    version: 2.1,
    orbs: { 'vault-oidc': 'org/vault-oidc@1' },
    jobs: { deploy: { steps } },
    workflows: { main: { jobs: ['deploy'] } },
  };
  writeFileSync(join(directory, 'config.yml'), stringify(config, { version: '1.1' }));
  await applySetup(jobs, ['--role', 'reads', '--config', 'config.yml'], { directory });
});
afterAll(async () => {
  rmSync(directory, { recursive: true, force: true });
  await jobs.stop();
});

describe('the policy that setup derives from a config', () => {
  it('lets the job of that config read all that it reads', async () => {
    const { step, environment } = await jobs.run({ steps });
    expect(step(0).status).toBe('success');
    expect(variables.filter((name) => environment[name] === undefined)).toEqual([]);
  });

  it('names each path as the engine has it, and grants reading alone', async () => {
    const text = String(await readField(jobs, 'sys/policies/acl/reads', 'policy'));
    const granted = [...text.matchAll(/^path "(.*)" \{$/gm)].map(([, path]) => path);
    expect(granted).toEqual(
      [
        'old/app/db',
        'secret/data/app/api',
        'secret/data/app/db',
        'team/kv/data/app',
        ...names.map((name) => `secret/data/${name.replaceAll('"', '\\"')}`),
      ].sort(),
    );
    expect([...text.matchAll(/capabilities = (.*)/g)].map(([, list]) => list)).toEqual(
      granted.map(() => '["read"]'),
    );
  });

  it.each([
    ['GET', 'secret/data/app/db', 200],
    ['GET', 'old/app/db', 200],
    // Whoever may read one path of an engine is told about the engine.
    ['GET', 'sys/internal/ui/mounts/secret/app/db', 200],
    ['GET', 'sys/internal/ui/mounts/old/anything', 200],
    ['GET', 'sys/internal/ui/mounts/cubbyhole/x', 403],
    ['GET', 'secret/data/app/other', 403],
    ['GET', 'secret/data/appzx', 403],
    ['GET', 'secret/metadata/app/db', 403],
    ['LIST', 'secret/metadata/app', 403],
    ['LIST', 'old/app', 403],
    ['POST', 'secret/data/app/db', 403],
    ['DELETE', 'secret/data/app/db', 403],
  ])('answers %s %s with %i', async (method, path, status) => {
    const { server } = jobs;
    const made = await server.write('auth/token/create', {
      policies: ['reads'],
      no_default_policy: true,
    });
    const token = String(Object(Object(made).auth).client_token);
    expect(await server.request(method, path, token)).toMatchObject({ status });
  });

  it('is refused for a name that no policy can hold', async () => {
    const args = ['--role', 'wild', '--mount', 'wild', '--read', 'secret/app*'];
    const { status, told } = await runSetup(jobs, args);
    expect(status).toBe(2);
    expect(told).toMatchObject([{ code: 'POLICY_INEXPRESSIBLE' }]);
  });
});
