import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grantReading, writeRole } from '../support/jwt-trust.ts';
import { loadVariables } from '../support/load-variables.ts';
import { startSlowProxy } from '../support/slow-proxy.ts';
import { startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

const policy = grantReading('secret/*', 'team/*');
const many = Array.from({ length: 30 }, (_, index) => `number-${index}`);

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  const { server, issuer } = jobs;
  await writeRole(server, issuer, { policy });
  await server.write('sys/mounts/team/kv', { type: 'kv', options: { version: '2' } });
  await server.write('sys/mounts/team/plain', { type: 'kv' });
  for (const path of ['secret/data/a', 'secret/data/b', 'team/kv/data/a', 'team/kv/data/b']) {
    await server.write(path, { data: { one: `${path}-one-canary`, two: `${path}-two-canary` } });
  }
  await server.write('team/plain/a', { one: 'plain-one-canary' });
  await Promise.all(
    many.map((name) => server.write(`secret/data/${name}`, { data: { key: `${name}-canary` } })),
  );
});
afterAll(() => jobs.stop());

/** What was asked between the log-in and the revocation. */
async function listReads(secrets: string): Promise<string[]> {
  const before = jobs.server.listRequests().length;
  await loadVariables(jobs, secrets);
  const [login, ...reads] = jobs.server.listRequests().slice(before);
  expect(login?.path).toBe('auth/jwt/login');
  expect(reads.pop()?.path).toBe('auth/token/revoke-self');
  return reads.map(({ path }) => path).sort();
}

describe('the requests of a job', () => {
  it.each([
    [
      'one for each distinct path, whatever is taken from it',
      'secret/data/a one\nsecret/data/a two\nsecret/data/a . | ALL\n/secret/data/a one | AGAIN',
      ['secret/data/a'],
    ],
    [
      'one question for each mount',
      'secret/a one\nsecret/b two',
      ['secret/data/a', 'secret/data/b', 'sys/internal/ui/mounts/secret/a'],
    ],
    [
      'no question for a path as the API has it, and none twice',
      'secret/data/a one\nsecret/data/b two\nteam/kv/a one | THREE\nteam/kv/b two | FOUR',
      [
        'secret/data/a',
        'secret/data/b',
        'sys/internal/ui/mounts/team/kv/a',
        'team/kv/data/a',
        'team/kv/data/b',
      ],
    ],
    [
      'one question for each of two mounts that begin alike',
      'team/kv/a one\nteam/plain/a one | TWO\nteam/kv/b two | THREE',
      [
        'sys/internal/ui/mounts/team/kv/a',
        'sys/internal/ui/mounts/team/plain/a',
        'team/kv/data/a',
        'team/kv/data/b',
        'team/plain/a',
      ],
    ],
  ])('are %s', async (_title, secrets, paths) => {
    expect(await listReads(secrets)).toEqual(paths);
  });

  it('are none when the parameters are wrong', async () => {
    const before = jobs.server.listRequests().length;
    const outcome = await jobs.run({
      steps: [{ 'vault-oidc/load-secrets': { secrets: 'secret/a one\nsecret/a' } }],
    });
    expect(outcome.step(0).exitStatus).toBe(2);
    expect(jobs.server.listRequests().slice(before)).toEqual([]);
  });

  it('are under way together, but never more than eight', async () => {
    await using proxy = await startSlowProxy(jobs.server.address);
    const references = many.map((name) => `secret/${name} key | ${name.replace('-', '_')}`);
    const { variables } = await loadVariables(jobs, references.join('\n'), {
      parameters: { address: proxy.address },
    });
    expect(Object.keys(variables)).toHaveLength(many.length);
    expect(proxy.mostAtOnce()).toBe(8);
  });
});
