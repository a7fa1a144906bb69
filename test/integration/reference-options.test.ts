import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure } from '../support/expect-failure.ts';
import { writeRole } from '../support/jwt-trust.ts';
import { loadVariables } from '../support/load-variables.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

const text = 'key: "ü"\n😊 canary\n';
const policy = `
  path "secret/data/*" { capabilities = ["read"] }
  path "secret/data/forbidden" { capabilities = ["deny"] }`;

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  const { server, issuer } = jobs;
  await writeRole(server, issuer, { policy });
  await server.write('sys/mounts/hidden', { type: 'kv' });
  await server.write('hidden/app', { password: 'hidden-canary' });
  await server.write('secret/data/forbidden', { data: { password: 'forbidden-canary' } });
  await server.write('secret/data/app', { data: { password: 'pass-canary', nothing: null } });
  const bytes = Buffer.from(text);
  await server.write('secret/data/encoded', {
    data: {
      base64: bytes.toString('base64'),
      wrapped: bytes.toString('base64').replace(/.{8}/g, '$&\r\n'),
      unpadded: bytes.toString('base64').replace(/=+$/, ''),
      base64url: bytes.toString('base64url'),
      hex: bytes.toString('hex').toUpperCase(),
      empty: '',
      binary: Buffer.from([0xff, 0xfe, 0x00]).toString('base64'),
      surrogate: Buffer.from([0xed, 0xa0, 0x80]).toString('base64'),
      nul: Buffer.from('a\0b').toString('base64'),
      words: 'not base64 but a canary!',
      json: { inner: bytes.toString('base64') },
    },
  });
  const all = {
    first: Buffer.from('one').toString('hex'),
    second: Buffer.from('two').toString('hex'),
  };
  await server.write('secret/data/hex', { data: all });
});
afterAll(() => jobs.stop());

describe('a value that is not there', () => {
  it.each([
    ['no path', 'secret/nix key | X, optional', {}],
    ['no key', 'secret/app key | X, optional', {}],
    ['null', 'secret/app nothing | X, optional', {}],
    ['no path for every key', 'secret/nix *, optional', {}],
    ['no path for the whole secret', 'secret/nix . | X, optional', {}],
    ['no path', 'secret/nix key | X, default "a, b; c | d"', { X: 'a, b; c | d' }],
    ['no key', 'secret/app key | X, default plain', { X: 'plain' }],
    ['null', "secret/app nothing | X, default 'it is $HOME'", { X: 'it is $HOME' }],
    ['no path for the whole secret', 'secret/nix . | X, default "{}"', { X: '{}' }],
    ['an empty default', 'secret/nix key | X, default ""', { X: '' }],
    [
      'a quote in the default',
      'secret/nix key | X, default "say \\"hi\\" \\\\ \'"',
      { X: 'say "hi" \\ \'' },
    ],
    ['a default is not decoded', 'secret/nix key | X, default "-", decode base64', { X: '-' }],
    ['the other order', 'secret/nix key | X , decode hex , default "-"', { X: '-' }],
    [
      'one reference needs no other',
      'secret/nix a | A, optional\nsecret/nix b | B, default "b"',
      { B: 'b' },
    ],
  ])('may be missing: %s, %s', async (_title, reference, expected) => {
    expect((await loadVariables(jobs, reference)).variables).toEqual(expected);
  });

  it.each([
    ['secret/app password, optional', { PASSWORD: 'pass-canary' }],
    ['secret/app password, default "other"', { PASSWORD: 'pass-canary' }],
  ])('is no matter when it is there: %s', async (reference, expected) => {
    expect((await loadVariables(jobs, reference)).variables).toEqual(expected);
  });

  it('is needed when one of two references needs it', async () => {
    const { told } = await expectFailure(
      jobs,
      { steps: [loadSecrets('secret/nix a, optional\nsecret/nix b')] },
      { status: 4, codes: ['SECRET_MISSING'] },
    );
    expect(told[0]?.why).toContain('secret/data/nix');
  });

  it.each([
    'secret/forbidden password | X, optional',
    'secret/forbidden password | X, default "other"',
    'secret/forbidden *, optional',
    'secret/data/forbidden password | X, optional',
    'hidden/app password | X, optional',
    'hidden/app password | X, default "other"',
    'nowhere/app password | X, optional',
  ])('is not one that is forbidden: %s', async (reference) => {
    const { told } = await expectFailure(
      jobs,
      { bashEnv: 'export KEPT=1\n', steps: [loadSecrets(`secret/app password\n${reference}`)] },
      { status: 4, codes: ['SECRET_FORBIDDEN'] },
    );
    expect(told[0]?.next.join()).toContain('{ capabilities = ["read"] }');
  });
});

describe('an encoded value', () => {
  it.each([
    ['base64', 'base64'],
    ['wrapped', 'base64'],
    ['unpadded', 'base64'],
    ['base64url', 'base64url'],
    ['hex', 'hex'],
    ['json.inner', 'base64'],
  ])('is decoded: %s', async (key, encoding) => {
    const reference = `secret/encoded ${key} | X, decode ${encoding}`;
    expect((await loadVariables(jobs, reference)).variables).toEqual({ X: text });
  });

  it.each([
    ['secret/encoded empty | X, decode hex', { X: '' }],
    ['secret/encoded hex | X, decode hex, optional', { X: text }],
    ['secret/encoded hex | X, default "d", decode hex', { X: text }],
    ['secret/hex *, decode hex', { FIRST: 'one', SECOND: 'two' }],
  ])('is decoded with other options too: %s', async (reference, expected) => {
    expect((await loadVariables(jobs, reference)).variables).toEqual(expected);
  });

  it.each([
    ['words', 'base64', 2, 'VALUE_NOT_DECODABLE'],
    ['words', 'hex', 2, 'VALUE_NOT_DECODABLE'],
    ['json', 'base64', 2, 'VALUE_NOT_DECODABLE'],
    ['binary', 'base64', 6, 'VALUE_NOT_TEXT'],
    ['surrogate', 'base64', 6, 'VALUE_NOT_TEXT'],
    ['nul', 'base64', 6, 'VALUE_NOT_TEXT'],
  ])('that is none fails the step: %s as %s', async (key, encoding, status, code) => {
    const { told } = await expectFailure(
      jobs,
      { steps: [loadSecrets(`secret/encoded ${key} | NAMED, decode ${encoding}, optional`)] },
      { status, codes: [code] },
    );
    expect(told[0]?.what).toContain('NAMED');
  });
});
