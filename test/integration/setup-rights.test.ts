import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/bundle-helper.ts';
import { getMember, getText } from '../../src/core/json.ts';
import { applySetup, listMarks, runSetup } from '../support/setup-runs.ts';
import { startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

const page = readFileSync(`${root}docs/administration.md`, 'utf8');
const rights = /^```hcl\n(.*?)^```/ms.exec(page)?.[1] ?? '';
const args = ['--role', 'deploy', '--read', 'other/app/db', '--demo-secret'];

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs({ isBare: true });
  // A production server has no engine at secret/.
  await jobs.server.remove('sys/mounts/secret');
  await jobs.server.write('sys/mounts/other', { type: 'kv', options: { version: '2' } });
});
afterAll(() => jobs.stop());

/** A token with that policy alone. */
async function makeToken(policy: string): Promise<string> {
  await jobs.server.write('sys/policies/acl/administrator', { policy });
  const made = await jobs.server.write('auth/token/create', { policies: ['administrator'] });
  const token = getText(getMember(made, 'auth'), 'client_token');
  if (token === undefined) throw new Error('the server made no token');
  return token;
}

describe('the rights that docs/administration.md lists', () => {
  it.each(rights.match(/^path .*$/gm) ?? [])('are asked for, each one: %s', async (line) => {
    const token = await makeToken(rights.replace(line, ''));
    const { stderr } = await runSetup(jobs, args, { token });
    expect(stderr).toContain(`${line}\n`);
  });

  it('are all that setup needs, from nothing and to change it', async () => {
    const token = await makeToken(rights);
    await applySetup(jobs, args, { token });
    const changed = await applySetup(jobs, [...args, '--vcs-ref', 'main'], { token });
    expect(listMarks(changed)).toContain('~ role "deploy" (auth/jwt)');
  });
});
