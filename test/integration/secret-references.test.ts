import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure } from '../support/expect-failure.ts';
import { loadVariables } from '../support/load-variables.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  const { server } = jobs;
  await server.write('secret/data/app', {
    data: { login: 'login-canary', password: 'pass-canary' },
  });
  await server.write('secret/data/odd', {
    data: {
      'my key': 'spaced-canary',
      'a|b': 'barred-canary',
      'c;d': 'semicolon-canary',
      'e>f,g': 'separated-canary',
      'say "hi" \\o/': 'quoted-canary',
      "it's": 'apostrophe-canary',
      '#hash': 'hash-canary',
      '*': 'star-canary',
      '.': 'point-canary',
      'ключ 🗝': 'unicode-canary',
      '$(touch made-by-key)': 'command-canary',
    },
  });
  await server.write('secret/data/nested', {
    data: {
      config: { db: { host: 'host-canary', ports: [5432, { tls: 6432 }] } },
      'config.db': { host: 'closer-canary' },
      'config.db.user': 'literal-canary',
      text: '{"db": {"host": "host-in-text-canary"}}',
    },
  });
  await server.write('secret/data/mixed', {
    data: { dbUser: 'user-canary', 'db-password': 'two' },
  });
  await server.write('secret/data/plain_names', { data: { dbUser: 'user-canary', X: 'x-canary' } });
  await server.write('secret/data/empty', { data: {} });
});
afterAll(() => jobs.stop());

describe('a key', () => {
  it.each([
    ['"my key"', 'spaced-canary'],
    ["'my key'", 'spaced-canary'],
    ['"a|b"', 'barred-canary'],
    ["'c;d'", 'semicolon-canary'],
    ['"e>f,g"', 'separated-canary'],
    ['"say \\"hi\\" \\\\o/"', 'quoted-canary'],
    ['\'say "hi" \\o/\'', 'quoted-canary'],
    ['"it\'s"', 'apostrophe-canary'],
    ['#hash', 'hash-canary'],
    ['"*"', 'star-canary'],
    ['"."', 'point-canary'],
    ['"ключ 🗝"', 'unicode-canary'],
    ["'$(touch made-by-key)'", 'command-canary'],
  ])('is read as it is quoted: %s', async (key, value) => {
    const { variables, outcome } = await loadVariables(jobs, `secret/odd ${key} | VALUE`);
    expect(variables).toEqual({ VALUE: value });
    expect(outcome.listChangedFiles(0)).toEqual(['tmp/.bash_env-0-build']);
  });

  it.each([
    ['config.db.user', 'literal-canary'],
    ['config.db.host', 'closer-canary'],
    ['config.db.ports.0', '5432'],
    ['config.db.ports.1.tls', '6432'],
    ['config.db.ports', '[5432,{"tls":6432}]'],
    ['text.db.host', 'host-in-text-canary'],
    ['"text.db.host"', 'host-in-text-canary'],
  ])('with dots is taken as it is, and else as a way into JSON: %s', async (key, value) => {
    const { variables } = await loadVariables(jobs, `secret/nested ${key} | VALUE`);
    expect(variables).toEqual({ VALUE: value });
  });

  it.each([
    ['secret/app nothing', 'no key "nothing"', 'its keys are: login, password'],
    ['secret/nested config.db.nothing | X', 'no key "config.db.nothing"', 'a dot leads into JSON'],
    ['secret/nested config.db.ports.7 | X', 'no key "config.db.ports.7"', 'config, config.db'],
    ['secret/app login.constructor | X', 'no key "login.constructor"', 'login, password'],
    ['secret/app __proto__ | X', 'no key "__proto__"', 'login, password'],
    ['secret/app ${HIDDEN} | X', 'no key of that name', 'login, password'],
    ['secret/empty *', 'has no value.', 'it has no keys'],
  ])('that is not there fails the step: %s', async (reference, what, why) => {
    const { told } = await expectFailure(
      jobs,
      {
        bashEnv: 'export KEPT=1',
        environment: { HIDDEN: 'hidden' },
        steps: [loadSecrets(reference)],
      },
      { status: 4, codes: ['KEY_MISSING'] },
    );
    expect(told[0]?.what).toContain(what);
    expect(told[0]?.why).toContain(why);
    expect(told[0]?.next.join()).toContain(', optional');
  });
});

describe('every key', () => {
  it.each([
    ['secret/mixed *', { DBUSER: 'user-canary', DB_PASSWORD: 'two' }],
    ['secret/mixed * | APP_', { APP_DBUSER: 'user-canary', APP_DB_PASSWORD: 'two' }],
    ['secret/mixed * | app_', { app_DBUSER: 'user-canary', app_DB_PASSWORD: 'two' }],
    ['secret/plain_names **', { dbUser: 'user-canary', X: 'x-canary' }],
    ['secret/plain_names ** | app_', { app_dbUser: 'user-canary', app_X: 'x-canary' }],
    ['secret/empty *, optional', {}],
  ])('is taken by %s', async (reference, expected) => {
    expect((await loadVariables(jobs, reference)).variables).toEqual(expected);
  });
});

describe('the whole secret', () => {
  it('is compact JSON', async () => {
    const { variables } = await loadVariables(jobs, 'secret/nested . | ALL\nsecret/empty . | NONE');
    expect(variables).toEqual({
      ALL: '{"config":{"db":{"host":"host-canary","ports":[5432,{"tls":6432}]}},"config.db":{"host":"closer-canary"},"config.db.user":"literal-canary","text":"{\\"db\\": {\\"host\\": \\"host-in-text-canary\\"}}"}',
      NONE: '{}',
    });
  });
});

describe('the text of secrets', () => {
  it('separates references by newlines and semicolons, and passes over comments', async () => {
    const secrets = [
      '# what the deployment needs; secret/app nothing',
      '',
      'secret/app login | A;secret/app login | B ; ;',
      '   \t# indented, with "an open quote',
      "secret/app login | C\r\nsecret/odd 'c;d' | D",
      'secret/odd #hash | E',
    ].join('\n');
    const { variables } = await loadVariables(jobs, secrets);
    expect(Object.keys(variables).sort()).toEqual(['A', 'B', 'C', 'D', 'E']);
  });

  it('may name one path in many ways', async () => {
    const { variables, step } = await loadVariables(
      jobs,
      'secret/app login\nsecret/app . | ALL\nsecret/app ** | app_\nsecret/app login | AGAIN',
    );
    expect(Object.keys(variables).sort()).toEqual([
      'AGAIN',
      'ALL',
      'LOGIN',
      'app_login',
      'app_password',
    ]);
    expect(step.stdout).toContain('loaded 5 variables from 1 path');
  });
});
