import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure } from '../support/expect-failure.ts';
import { grantReading, writeRole } from '../support/jwt-trust.ts';
import { loadVariables } from '../support/load-variables.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

const policy = grantReading('secret/*', 'plain/*');

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  const { server, issuer } = jobs;
  await writeRole(server, issuer, { policy });
  await server.write('sys/mounts/plain', { type: 'kv' });
  await server.write('plain/app', { password: 'version-one-canary' });
  await server.write('plain/data/app', { password: 'data-below-one-canary' });
  // An answer of KV version 1 that looks like one of version 2.
  await server.write('plain/data/disguised', {
    data: { password: 'disguised-canary' },
    metadata: { version: 7 },
  });
  for (const path of ['app', 'deleted', 'destroyed']) {
    await server.write(`secret/data/${path}`, { data: { password: 'first-version-canary' } });
    await server.write(`secret/data/${path}`, { data: { password: 'second-version-canary' } });
  }
  await server.remove('secret/data/deleted');
  await server.write('secret/destroy/destroyed', { versions: [2] });
});
afterAll(() => jobs.stop());

describe('a version of a secret', () => {
  it.each([
    ['left out, the newest', 'secret/app', 'second-version-canary'],
    ['pinned', 'secret/app?version=1', 'first-version-canary'],
    ["pinned on the API's path", 'secret/data/app?version=1', 'first-version-canary'],
    ['pinned before the one that is deleted', 'secret/deleted?version=1', 'first-version-canary'],
    ['pinned before a destroyed one', 'secret/destroyed?version=1', 'first-version-canary'],
  ])('%s is read', async (_title, path, value) => {
    const { variables, step } = await loadVariables(jobs, `${path} password`);
    expect(variables).toEqual({ PASSWORD: value });
    expect(step.stdout).toContain(`(version ${value.startsWith('first') ? 1 : 2})`);
  });

  it('may be pinned in two ways in one job', async () => {
    const { variables, step } = await loadVariables(
      jobs,
      'secret/app?version=1 password | OLD\nsecret/app?version=2 password | NEW',
    );
    expect(variables).toEqual({ OLD: 'first-version-canary', NEW: 'second-version-canary' });
    expect(step.stdout).toContain('loaded 2 variables from 2 paths');
  });

  it.each([
    ['deleted', 'secret/deleted', 'SECRET_DELETED', 'this version was deleted at 20'],
    ['destroyed', 'secret/destroyed', 'SECRET_DELETED', 'this version was destroyed for good'],
    ['deleted and pinned', 'secret/deleted?version=2', 'SECRET_DELETED', 'deleted at'],
    ['never written', 'secret/app?version=9', 'SECRET_MISSING', 'secret/data/app?version=9'],
  ])('that is %s fails the step', async (_title, path, code, why) => {
    const { told } = await expectFailure(
      jobs,
      { steps: [loadSecrets(`${path} password`)] },
      { status: 4, codes: [code] },
    );
    expect(told[0]?.why).toContain(why);
  });

  it.each(['secret/deleted', 'secret/destroyed', 'secret/app?version=9'])(
    'that is not there may be optional, or have a default: %s',
    async (path) => {
      const { variables } = await loadVariables(
        jobs,
        `${path} password, optional\n${path} password | OTHER, default "other text"`,
      );
      expect(variables).toEqual({ OTHER: 'other text' });
    },
  );

  it.each(['plain/app', 'plain/data/app', 'plain/data/disguised', 'cubbyhole/app'])(
    'cannot be pinned where there are none: %s',
    async (path) => {
      const { told } = await expectFailure(
        jobs,
        { steps: [loadSecrets(`${path}?version=1 password, optional`)] },
        { status: 2, codes: ['VERSION_UNSUPPORTED'] },
      );
      expect(told[0]?.what).toBe(`"${path}?version=1" cannot be read at a version.`);
    },
  );

  it.each(['0', '-1', '1.5', 'latest', '', '01', '1x', '1234567890', '1&x=y', '1?version=2'])(
    'is a whole number, and not %j',
    async (version) => {
      const { told } = await expectFailure(
        jobs,
        { steps: [loadSecrets(`secret/app?version=${version} password`)] },
        { status: 2, codes: ['REFERENCE_INVALID'] },
      );
      expect(told[0]?.why).toContain('version');
    },
  );
});
