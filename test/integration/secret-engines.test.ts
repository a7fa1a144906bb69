import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure } from '../support/expect-failure.ts';
import { grantReading, trustIssuer, writeRole } from '../support/jwt-trust.ts';
import { loadVariables } from '../support/load-variables.ts';
import { createNamespace } from '../support/openbao/namespace.ts';
import { auth } from '../support/session-steps.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';
import { writeCubbyhole } from '../support/write-cubbyhole.ts';

const policy = grantReading('secret/*', 'plain/*', 'team/*', 'totp/*', 'acme/secret/*');

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  const { server, issuer } = jobs;
  await writeRole(server, issuer, { policy });
  await server.write('sys/mounts/plain', { type: 'kv' });
  await server.write('sys/mounts/team/kv', { type: 'kv', options: { version: '2' } });
  await server.write('sys/mounts/team/plain', { type: 'kv', options: { version: '1' } });
  await server.write('sys/mounts/totp', { type: 'totp' });
  const acme = await createNamespace(server, 'acme');
  await acme.write('sys/mounts/secret', { type: 'kv', options: { version: '2' } });
  await acme.write('secret/data/app', { data: { password: 'namespace-canary' } });
  await trustIssuer(acme, issuer);
  await writeRole(acme, issuer, { policy: grantReading('*') });
  const web = await createNamespace(acme, 'web');
  await web.write('sys/mounts/kv', { type: 'kv', options: { version: '2' } });
  await web.write('kv/data/app', { data: { password: 'inner-namespace-canary' } });
  await server.write('secret/data/app', { data: { password: 'password-canary' } });
  await server.write('secret/data/my app/é+&=@', { data: { password: 'spaced-canary' } });
  await server.write('team/kv/data/app', { data: { password: 'nested-canary' } });
  await server.write('plain/app', { password: 'version-one-canary' });
  await server.write('plain/data/app', { password: 'data-below-one-canary' });
  await server.write('team/plain/app', { password: 'nested-one-canary' });
  await server.write('totp/keys/ci', {
    generate: true,
    exported: false,
    issuer: 'Acme',
    account_name: 'ci-account-canary',
  });
});
afterAll(() => jobs.stop());

describe('a path', () => {
  it.each([
    ['of KV version 2', 'secret/app', 'password-canary'],
    ['of KV version 2, as the API has it', 'secret/data/app', 'password-canary'],
    ['that begins with a slash', '/secret/app', 'password-canary'],
    ['that begins with a slash, as the API has it', '/secret/data/app', 'password-canary'],
    ['with characters that a URL encodes', '"secret/my app/é+&=@"', 'spaced-canary'],
    ['of KV version 1', 'plain/app', 'version-one-canary'],
    ['of KV version 1 with a folder "data"', 'plain/data/app', 'data-below-one-canary'],
    ['below a mount of two parts', 'team/kv/app', 'nested-canary'],
    ['below a mount of two parts, as the API has it', 'team/kv/data/app', 'nested-canary'],
    ['of KV version 1 below a mount of two parts', 'team/plain/app', 'nested-one-canary'],
    ['with a namespace in front', 'acme/secret/data/app', 'namespace-canary'],
  ])('%s is read', async (_title, path, value) => {
    const { variables } = await loadVariables(jobs, `${path} password`);
    expect(variables).toEqual({ PASSWORD: value });
  });

  it.each([
    ['secret/app', 'namespace-canary'],
    ['secret/data/app', 'namespace-canary'],
    ['web/kv/app', 'inner-namespace-canary'],
    ['web/kv/data/app', 'inner-namespace-canary'],
  ])('is read inside the namespace of the parameter: %s', async (path, value) => {
    const parameters = { namespace: 'acme' };
    const { variables } = await loadVariables(jobs, `${path} password`, { parameters });
    expect(variables).toEqual({ PASSWORD: value });
  });

  it('of the cubbyhole of the session that auth began is read', async () => {
    const { variables } = await loadVariables(jobs, '/cubbyhole/app password', {
      before: [auth(), writeCubbyhole('app', '{"password": "cubbyhole-canary"}')],
    });
    expect(variables).toEqual({ PASSWORD: 'cubbyhole-canary' });
  });

  it('of any engine that answers a GET is read', async () => {
    const { variables } = await loadVariables(jobs, 'totp/keys/ci account_name | ACCOUNT');
    expect(variables).toEqual({ ACCOUNT: 'ci-account-canary' });
  });

  it.each([
    'secret password',
    'secret/data password',
    'team/kv password',
    'team/kv/data password',
    'plain password',
  ])('that is an engine and no secret is refused: %s', async (reference) => {
    const { told } = await expectFailure(
      jobs,
      { steps: [loadSecrets(reference)] },
      { status: 2, codes: ['REFERENCE_INVALID'] },
    );
    expect(told[0]?.what).toContain('is not a secret');
    expect(told[0]?.why).toContain('it is the secrets engine');
  });
});
