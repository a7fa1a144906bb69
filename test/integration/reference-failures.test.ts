import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure } from '../support/expect-failure.ts';
import { writeRole } from '../support/jwt-trust.ts';
import { createNamespace } from '../support/openbao/namespace.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

// Whatever is refused here would be granted by Vault, if it were asked.
const policy = 'path "*" { capabilities = ["read", "list", "sudo"] }';
const bashEnv = 'export KEPT="as it was"\n# no newline at the end';

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  const { server, issuer } = jobs;
  await writeRole(server, issuer, { policy });
  await createNamespace(server, 'acme');
  await server.write('secret/data/app', {
    data: { password: 'pass-canary', login: 'login-canary' },
  });
});
afterAll(() => jobs.stop());

describe('a path is refused', () => {
  it.each([
    ['..', 'secret/../app password', '".." is not a part of a path'],
    ['.. at its end', 'secret/app/.. password', '".." is not a part of a path'],
    ['.', 'secret/./app password', '"." is not a part of a path'],
    ['a doubled slash', 'secret//app password', 'a part of the path is empty'],
    ['two slashes in front', '//secret/app password', 'a part of the path is empty'],
    ['a slash at its end', 'secret/app/ password', 'a part of the path is empty'],
    ['a slash alone', '/ password', 'a part of the path is empty'],
    ['an escape', 'secret/%61pp password', 'holds "%"'],
    ['an escaped point', 'secret/%2e%2e/app password', 'holds "%"'],
    ['#', 'secret/app#password password', 'holds "#" or a backslash'],
    ['a backslash', 'secret\\app password', 'holds "#" or a backslash'],
    ['a tab', '"secret/a\tpp" password', 'holds a control character'],
    ['an escape character', '"secret/a\u001bpp" password', 'holds a control character'],
    ['a query of another kind', 'secret/app?list=true password', '?version=N'],
    ["Vault's own settings", 'sys/mounts secret/ | X', '"sys/…" belongs to Vault itself'],
    ["Vault's own settings behind a slash", '/sys/health version | X', '"sys/…" belongs'],
    ["Vault's tokens", 'auth/token/lookup-self id | X', '"auth/…" belongs to Vault itself'],
    ["the API's v1", 'v1/secret/data/app password', 'begins with the API\'s "v1/"'],
    ['a very long one', `secret/${'a'.repeat(1100)} password`, 'longer than 1024 characters'],
  ])('for %s', async (_title, reference, why) => {
    const before = jobs.server.listRequests().length;
    const { told } = await expectFailure(
      jobs,
      { bashEnv, steps: [loadSecrets(reference)] },
      { status: 2, codes: ['REFERENCE_INVALID'] },
    );
    expect(told[0]?.what).toBe('Line 1 of "secrets" cannot be read.');
    expect(told[0]?.why).toContain(why);
    expect(jobs.server.listRequests().slice(before)).toEqual([]);
  });

  it.each([
    ['acme/sys/policies/acl/default policy | X, optional', 'acme/sys/ belongs to Vault itself'],
    ['acme/auth/token/lookup-self id | X, optional', 'acme/auth/token/ belongs to Vault itself'],
  ])("for what is Vault's own in a namespace: %s", async (reference, why) => {
    const { told } = await expectFailure(
      jobs,
      { bashEnv, steps: [loadSecrets(reference)] },
      { status: 2, codes: ['REFERENCE_INVALID'] },
    );
    expect(told[0]?.why).toContain(why);
  });
});

describe('a line is refused', () => {
  it.each([
    ['no key', 'secret/app', 'the key is missing'],
    ['no path', '| X', 'the path is missing'],
    ['no name', 'secret/app password |', 'the name behind "|" is missing'],
    ['two names', 'secret/app password | A B', 'too much behind the name'],
    ['two bars', 'secret/app password | A | B', 'too much behind the name'],
    ['two keys', 'secret/app login password', 'there are too many words'],
    ['an open quote', 'secret/app "password', 'is never closed'],
    ['a quote inside a word', 'secret/app pass"word"', 'a quote begins or ends inside a word'],
    ['an empty key', 'secret/app "" | X', 'the key is empty'],
    ['the whole secret without a name', 'secret/app .', 'needs a name'],
    ['a JSONata selector', 'secret/app $.data | X', 'is a JSONata selector; write "."'],
    ['an unknown option', 'secret/app password, optonal', 'there is no option "optonal"'],
    ['an option with too much', 'secret/app password, optional yes', 'takes nothing behind it'],
    ['a default without text', 'secret/app password, default', '"default" lacks its text'],
    ['an unknown encoding', 'secret/app password, decode rot13', 'takes one of base64'],
    ['both of two options', 'secret/app password, optional, default "x"', 'exclude each other'],
    ['an option twice', 'secret/app password, decode hex, decode hex', 'stands there twice'],
    ['a comma alone', 'secret/app password,', 'no option stands behind a comma'],
    ['a default for every key', 'secret/app *, default "x"', '"default" needs one key'],
    ['a mode', 'secret/app password, mode 0600', 'belongs to files, which this version cannot'],
    ['a format', 'secret/app . | X, format dotenv', 'belongs to files'],
    ['nothing at all', '# a comment', 'holds comments only'],
  ])('for %s', async (_title, secrets, why) => {
    const { told } = await expectFailure(
      jobs,
      { bashEnv, steps: [loadSecrets(secrets)] },
      { status: 2, codes: ['REFERENCE_INVALID'] },
    );
    expect(told[0]?.why).toContain(why);
    expect(told[0]?.next.join()).toContain('<path> <key> | NAME');
  });

  it.each(['> key.pem', '>key.pem', '> /tmp/key.pem, mode 0600', '| X > key.pem'])(
    'for a file, which is not there yet, and no file is made: %s',
    async (target) => {
      const { told } = await expectFailure(
        jobs,
        { bashEnv, steps: [loadSecrets(`secret/app password ${target}`)] },
        { status: 2, codes: ['REFERENCE_INVALID'] },
      );
      expect(told[0]?.why).toContain('the form "> file" is not in this version yet');
      expect(existsSync('/tmp/key.pem')).toBe(false);
    },
  );
});

describe('all problems', () => {
  it('of the parameters and of every line are told in one run', async () => {
    const secrets = [
      'secret/app',
      'secret/app password | A',
      'secret/../app password',
      'secret/app login | A',
      'secret/app 1st',
      'secret/app login | PATH',
    ].join('\n');
    const parameters = { address: 'ftp://vault', timeout: 'soon', auth_mount: 'a?b' };
    const { told } = await expectFailure(
      jobs,
      { bashEnv, steps: [loadSecrets(secrets, parameters)] },
      {
        status: 2,
        codes: [
          'PARAMETER_INVALID',
          'PARAMETER_INVALID',
          'PARAMETER_INVALID',
          'REFERENCE_INVALID',
          'REFERENCE_INVALID',
          'NAME_INVALID',
          'NAME_REFUSED',
          'NAME_TAKEN',
        ],
      },
    );
    const texts = told.map(({ what, why }) => `${what} ${why}`).join('\n');
    for (const place of ['"address"', '"timeout"', '"auth_mount"', 'Line 1', 'Line 3', 'line 5']) {
      expect(texts).toContain(place);
    }
    expect(texts).toContain('line 2 "secret/app password | A" and line 4 "secret/app login | A"');
  });

  it('of the paths are told in one run', async () => {
    await writeRole(jobs.server, jobs.issuer, {
      policy:
        'path "secret/data/app" { capabilities = ["read"] }\npath "secret/data/nix*" { capabilities = ["read"] }',
    });
    await expectFailure(
      jobs,
      {
        bashEnv,
        steps: [
          loadSecrets('secret/nix a\nsecret/app password\nsecret/other b\nsecret/nix2 c, optional'),
        ],
      },
      { status: 4, codes: ['SECRET_MISSING', 'SECRET_FORBIDDEN'] },
    );
    await expectFailure(
      jobs,
      { bashEnv, steps: [loadSecrets('nowhere/a b\nelsewhere/a c\nsecret/app password')] },
      { status: 4, codes: ['SECRET_FORBIDDEN', 'SECRET_FORBIDDEN'] },
    );
  });

  it('of the values are told in one run', async () => {
    await expectFailure(
      jobs,
      {
        bashEnv,
        steps: [loadSecrets('secret/app nix\nsecret/app password, decode hex\nsecret/app login')],
      },
      { status: 4, codes: ['KEY_MISSING', 'VALUE_NOT_DECODABLE'] },
    );
  });
});
