import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure } from '../support/expect-failure.ts';
import { grantReading, writeRole } from '../support/jwt-trust.ts';
import { loadVariables } from '../support/load-variables.ts';
import { createNamespace } from '../support/openbao/namespace.ts';
import { auth } from '../support/session-steps.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';
import { writeCubbyhole } from '../support/write-cubbyhole.ts';

// The forms that the README of hashicorp/vault-action 3.4 shows, and the names that it makes
// of keys (measured).
const policy = grantReading('secret/*', 'my-secret/*', 'namespace-1/secret/*');

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  const { server, issuer } = jobs;
  await writeRole(server, issuer, { policy });
  await server.write('sys/mounts/my-secret', { type: 'kv' });
  const inner = await createNamespace(server, 'namespace-1');
  await inner.write('sys/mounts/secret', { type: 'kv', options: { version: '2' } });
  await inner.write('secret/data/ci/aws', { data: { accessKey: 'inner-canary' } });
  const aws = { accessKey: 'access-canary', secretKey: 'secret-canary' };
  await server.write('secret/data/ci/aws', { data: aws });
  await server.write('secret/data/ci', {
    data: { npmToken: 'npm-camel-canary', npm_token: 'npm-snake-canary' },
  });
  await server.write('my-secret/test', { altSecret: 'custom-canary' });
  await server.write('secret/data/odd', {
    data: {
      'dash-key': 'dash-canary',
      'a.b': 'dotted-canary',
      obj: { k: { z: 'deep-canary' } },
      '1num': 'number-canary',
      a__b: 'underscores-canary',
      plain: 'plain-canary',
    },
  });
  await server.write('secret/data/clash', { data: { 'a-b': 'one-canary', 'a.b': 'two-canary' } });
  await server.write('secret/data/digit', { data: { '1num': 'number-canary' } });
  await server.write('secret/data/dashed', { data: { 'a-b': 'dash-canary', c_d: 'same-canary' } });
  await server.write('secret/data/empty', { data: {} });
  await server.write('secret/data/null', { data: { nothing: null } });
});
afterAll(() => jobs.stop());

describe("a vault-action step's secrets", () => {
  it.each([
    [
      'the first example',
      `secret/data/ci/aws accessKey | AWS_ACCESS_KEY_ID ;
       secret/data/ci/aws secretKey | AWS_SECRET_ACCESS_KEY ;
       secret/data/ci npm_token`,
      {
        AWS_ACCESS_KEY_ID: 'access-canary',
        AWS_SECRET_ACCESS_KEY: 'secret-canary',
        NPM_TOKEN: 'npm-snake-canary',
      },
    ],
    ['one key', 'secret/data/ci npmToken', { NPMTOKEN: 'npm-camel-canary' }],
    ['a name', 'secret/data/ci npmToken | NPM_TOKEN', { NPM_TOKEN: 'npm-camel-canary' }],
    [
      'every key with a prefix',
      'secret/data/ci/aws * | MYAPP_ ;',
      { MYAPP_ACCESSKEY: 'access-canary', MYAPP_SECRETKEY: 'secret-canary' },
    ],
    [
      'every key as it is, with a prefix',
      'secret/data/ci/aws ** | MYAPP_ ;',
      { MYAPP_accessKey: 'access-canary', MYAPP_secretKey: 'secret-canary' },
    ],
    [
      'every key',
      'secret/data/ci/aws * ;',
      { ACCESSKEY: 'access-canary', SECRETKEY: 'secret-canary' },
    ],
    [
      'a key twice',
      'secret/data/ci npmToken ; secret/data/ci npmToken | NAMED ;',
      { NPMTOKEN: 'npm-camel-canary', NAMED: 'npm-camel-canary' },
    ],
    [
      'KV version 1',
      '/my-secret/test altSecret ; my-secret/test altSecret | NAMED',
      { ALTSECRET: 'custom-canary', NAMED: 'custom-canary' },
    ],
    [
      'a namespace in the path',
      'namespace-1/secret/data/ci/aws accessKey | AWS_ACCESS_KEY_ID ;',
      { AWS_ACCESS_KEY_ID: 'inner-canary' },
    ],
    ['a quoted key with a name', 'secret/data/odd "dash-key" | DASH', { DASH: 'dash-canary' }],
    ['a way into JSON with a name', 'secret/data/odd obj.k.z | DEEP', { DEEP: 'deep-canary' }],
  ])('give the same variables: %s', async (_title, secrets, expected) => {
    const { variables, step } = await loadVariables(jobs, secrets);
    expect(variables).toEqual(expected);
    expect(step.stderr).toBe('');
  });

  it('give the same variables: the cubbyhole', async () => {
    const { variables } = await loadVariables(
      jobs,
      '/cubbyhole/foo foo ;\n/cubbyhole/foo zip | MY_KEY ;\n',
      { before: [auth(), writeCubbyhole('foo', '{"foo": "bar", "zip": "zap"}')] },
    );
    expect(variables).toEqual({ FOO: 'bar', MY_KEY: 'zap' });
  });

  it.each([
    ['secret/data/odd "dash-key"', { DASH_KEY: 'dash-canary' }, 'DASHKEY'],
    ['secret/data/odd a.b', { A_B: 'dotted-canary' }, 'A__B'],
    ['secret/data/odd obj.k.z', { OBJ_K_Z: 'deep-canary' }, 'OBJ__K__Z'],
    ['secret/data/odd a__b', { A_B: 'underscores-canary' }, 'A__B'],
  ])('that make another name there are told so: %s', async (secrets, expected, theirs) => {
    const { variables, step } = await loadVariables(jobs, secrets);
    expect(variables).toEqual(expected);
    const [ours] = Object.keys(expected);
    expect(step.stderr).toContain(`became ${ours}; vault-action makes it ${theirs}: state a name`);
  });

  it('with every key are told of each name that differs, with its prefix', async () => {
    const { variables, step } = await loadVariables(jobs, 'secret/data/dashed * | APP_');
    expect(variables).toEqual({ APP_A_B: 'dash-canary', APP_C_D: 'same-canary' });
    expect(step.stderr.match(/^vault-oidc: note: .*/gm)).toEqual([
      'vault-oidc: note: "a-b" became APP_A_B; vault-action makes it APP_AB: state a name to choose',
    ]);
  });

  it.each([
    [
      'every key as it is',
      'secret/data/ci **',
      { npmToken: 'npm-camel-canary', npm_token: 'npm-snake-canary' },
    ],
    ['a stated name', 'secret/data/odd "dash-key" | DASHKEY', { DASHKEY: 'dash-canary' }],
  ])('are not told of a name that is the same: %s', async (_title, secrets, expected) => {
    const { variables, step } = await loadVariables(jobs, secrets);
    expect(variables).toEqual(expected);
    expect(step.stderr).toBe('');
  });

  it.each([
    ['a name that no shell takes', 'secret/data/odd "1num"', 2, 'NAME_INVALID', '| SECRET_1NUM'],
    ['the same, by every key', 'secret/data/digit *', 2, 'NAME_INVALID', '* | SECRET_'],
    ['two keys of one name', 'secret/data/clash *', 2, 'NAME_TAKEN', '| NAME'],
    ['every key of an empty secret', 'secret/data/empty *', 4, 'KEY_MISSING', ', optional'],
    ['null, which is a word there', 'secret/data/null nothing', 4, 'KEY_MISSING', ', default'],
    ['a JSONata selector', 'secret/data/odd $.data | ALL', 2, 'REFERENCE_INVALID', '. | NAME'],
    [
      'a token as a variable',
      'secret/data/ci npmToken | VAULT_TOKEN',
      2,
      'NAME_REFUSED',
      '| SECRET_VAULT_TOKEN',
    ],
    ['an empty text', '', 2, 'REFERENCE_INVALID', '<path> <key> | NAME'],
  ])(
    'that cannot be taken over are told what to change: %s',
    async (_title, secrets, status, code, next) => {
      const { told } = await expectFailure(
        jobs,
        { steps: [loadSecrets(secrets)] },
        { status, codes: [code] },
      );
      expect(told[0]?.next.join()).toContain(next);
    },
  );
});
