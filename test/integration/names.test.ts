import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure } from '../support/expect-failure.ts';
import { loadVariables } from '../support/load-variables.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

// Those that a writer of the secret could take the job over with, or that bash would swallow.
const steering = [
  ...['PATH', 'IFS', 'ENV', 'BASH_ENV', 'BASHOPTS', 'SHELLOPTS', 'BASH_XTRACEFD', 'PS4'],
  ...['PROMPT_COMMAND', 'CDPATH', 'GLOBIGNORE', 'BASH_VERSINFO', 'UID', 'EUID', 'PPID', '_'],
  ...['LD_PRELOAD', 'LD_LIBRARY_PATH', 'DYLD_INSERT_LIBRARIES', 'GCONV_PATH', 'MALLOC_CHECK_'],
  ...['NODE_OPTIONS', 'NODE_PATH', 'NODE_EXTRA_CA_CERTS', 'NODE_TLS_REJECT_UNAUTHORIZED'],
  ...['NODE_DEBUG', 'DEBUG', 'NPM_CONFIG_REGISTRY', 'npm_config_script_shell'],
  ...['PYTHONPATH', 'PYTHONSTARTUP', 'PYTHONHOME', 'PYTHONINSPECT', 'PYTHONWARNINGS'],
  ...['PERL5OPT', 'PERL5LIB', 'PERL5DB', 'RUBYOPT', 'RUBYLIB'],
  ...['JAVA_TOOL_OPTIONS', '_JAVA_OPTIONS', 'JDK_JAVA_OPTIONS'],
  ...['GIT_SSH', 'GIT_SSH_COMMAND', 'GIT_EXTERNAL_DIFF', 'GIT_CONFIG_COUNT', 'GIT_ASKPASS'],
  ...['SSH_ASKPASS', 'EDITOR', 'VISUAL', 'PAGER', 'BROWSER'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy'],
  ...['SSL_CERT_FILE', 'CURL_CA_BUNDLE', 'REQUESTS_CA_BUNDLE'],
  ...['HOME', 'USER', 'SHELL', 'TMPDIR', 'PWD', 'OLDPWD', 'TERM'],
  ...['CI', 'CIRCLECI', 'CIRCLE_TOKEN', 'CIRCLE_OIDC_TOKEN_V2'],
  ...['VAULT_ADDR', 'VAULT_TOKEN', 'VAULT_OIDC_SESSION', 'BAO_ADDR'],
  ...['OPENSSL_CONF', 'NVM_DIR', 'GIT_EXEC_PATH', 'GIT_DIR', 'LESSOPEN', 'MAKEFLAGS', 'CLASSPATH'],
];
// Those that a team keeps secrets in.
const usual = [
  ...['NODE_AUTH_TOKEN', 'NPM_TOKEN', 'GIT_TOKEN', 'GIT_PASSWORD', 'PIP_INDEX_URL'],
  ...['DOCKER_PASSWORD', 'KUBECONFIG', 'GOOGLE_APPLICATION_CREDENTIALS', 'TF_VAR_db_password'],
  ...['AWS_SECRET_ACCESS_KEY', 'RUBYGEMS_API_KEY', 'PYTHON_TOKEN', 'MAVEN_PASSWORD'],
];
const bashEnv = 'export KEPT=1\n';
const long = 'k'.repeat(256);

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  const { server } = jobs;
  const keys = ['accessKey', 'dash-key', 'a.b..c', '--x--', 'über key', '$(id)', 'k1'];
  const named = Object.fromEntries(keys.map((key) => [key, `${key} canary`]));
  await server.write('secret/data/keys', { data: named });
  const odd = { '1st': 'first-canary', '***': 'stars-canary', [long]: 'long-canary' };
  await server.write('secret/data/odd', { data: odd });
  await server.write('secret/data/digits', {
    data: { '1st': 'first-canary', '2-b': 'two-canary' },
  });
  await server.write('secret/data/dashed', { data: { 'a-b': 'dashed-canary', ok: 'ok-canary' } });
  await server.write('secret/data/library', { data: { preload: '/evil.so-canary' } });
  await server.write('secret/data/newline', {
    data: { 'x\nvault-oidc: forged\n  code  FORGED': 'newline-canary' },
  });
  const taken = Object.fromEntries(steering.map((name) => [name, 'steering-canary']));
  await server.write('secret/data/steering', { data: taken });
  const wanted = Object.fromEntries(usual.map((name) => [name, `${name} canary`]));
  await server.write('secret/data/usual', { data: wanted });
});
afterAll(() => jobs.stop());

describe('a name', () => {
  it('is made from the key where none is stated', async () => {
    const secrets = [
      'secret/keys accessKey',
      'secret/keys dash-key',
      'secret/keys a.b..c',
      'secret/keys --x--',
      'secret/keys "über key"',
      "secret/keys '$(id)'",
      'secret/keys k1',
    ].join('\n');
    const { variables } = await loadVariables(jobs, secrets);
    expect(variables).toEqual({
      ACCESSKEY: 'accessKey canary',
      DASH_KEY: 'dash-key canary',
      A_B_C: 'a.b..c canary',
      X: '--x-- canary',
      BER_KEY: 'über key canary',
      ID: '$(id) canary',
      K1: 'k1 canary',
    });
  });

  it.each(['X', 'x', '_x', 'camelCase', 'N1', '__', 'PATH_', 'CIVIL', 'N'.repeat(255)])(
    'is taken as it is stated: %s',
    async (name) => {
      const { variables } = await loadVariables(jobs, `secret/keys k1 | ${name}`);
      expect(variables).toEqual({ [name]: 'k1 canary' });
    },
  );

  it.each([
    ['secret/odd 1st', 'NAME_INVALID', 'SECRET_1ST'],
    ['secret/odd "***"', 'NAME_INVALID', 'SECRET'],
    [`secret/odd ${long}`, 'NAME_INVALID', 'K'.repeat(200)],
    ['secret/keys k1 | 1ST', 'NAME_INVALID', 'SECRET_1ST'],
    ['secret/keys k1 | MY-NAME', 'NAME_INVALID', 'MY_NAME'],
    ['secret/keys k1 | "MY NAME"', 'NAME_INVALID', 'MY_NAME'],
    ['secret/keys k1 | A=B', 'NAME_INVALID', 'A_B'],
    ['secret/keys k1 | NAME%%', 'NAME_INVALID', 'NAME'],
    ['secret/keys k1 | pa-th', 'NAME_INVALID', 'PA_TH'],
    ['secret/keys k1 | "path!"', 'NAME_INVALID', 'SECRET_PATH'],
    ['secret/keys k1 | "é"', 'NAME_INVALID', 'SECRET'],
    ['secret/keys k1 | PATH', 'NAME_REFUSED', 'SECRET_PATH'],
    ['secret/keys k1 | BASH_ENV', 'NAME_REFUSED', 'SECRET_BASH_ENV'],
    [`secret/keys k1 | LD_${long.slice(3)}`, 'NAME_INVALID', `SECRET_LD_${'K'.repeat(197)}`],
    [`secret/keys k1 | LD_${long.slice(4)}`, 'NAME_REFUSED', `SECRET_LD_${'K'.repeat(197)}`],
  ])('that cannot be comes with one that can: %s', async (reference, code, proposal) => {
    const { told } = await expectFailure(
      jobs,
      { bashEnv, steps: [loadSecrets(reference)] },
      { status: 2, codes: [code] },
    );
    expect(told[0]?.next).toEqual([expect.stringMatching(new RegExp(`\\| ${proposal}$`))]);
    const mended = `${reference.replace(/ \| .*/, '')} | ${proposal}`;
    expect(Object.keys((await loadVariables(jobs, mended)).variables)).toEqual([proposal]);
  });

  it('is never one that steers, and all of them are told', async () => {
    const lines = steering.map((name) => `secret/keys k1 | ${name}`);
    const { told } = await expectFailure(
      jobs,
      { bashEnv, steps: [loadSecrets(lines.join('\n'))] },
      { status: 2, codes: steering.map(() => 'NAME_REFUSED') },
    );
    expect(told.map(({ what }) => what)).toEqual(
      steering.map((name) => `${name} is a name that no secret may set.`),
    );
  });
});

describe('the names of every key', () => {
  it('are never those that steer, and all that would be are told', async () => {
    const { told, outcome } = await expectFailure(
      jobs,
      { bashEnv, steps: [loadSecrets('secret/steering **')] },
      { status: 2, codes: steering.map(() => 'NAME_REFUSED') },
    );
    expect(told.map(({ what }) => what).sort()).toEqual(
      steering.map((name) => `${name} is a name that no secret may set.`).sort(),
    );
    expect(outcome.environment['PATH']).not.toBe('steering-canary');
  });

  it.each([
    ['secret/library * | LD_', ['NAME_REFUSED']],
    ['secret/library ** | ld_', ['NAME_REFUSED']],
    ['secret/digits *', ['NAME_INVALID', 'NAME_INVALID']],
    ['secret/dashed **', ['NAME_INVALID']],
  ])('are refused with the key that made them: %s', async (reference, codes) => {
    const { told } = await expectFailure(
      jobs,
      { bashEnv, steps: [loadSecrets(reference)] },
      { status: 2, codes },
    );
    expect(told[0]?.why).toMatch(/^line 1 ".*", key "(preload|1st|a-b)": /);
    expect(told[0]?.next[0]).toContain('* | SECRET_');
  });

  it.each(['1_', 'A-', '${PREFIX}'])(
    'have no prefix "%s": it is told before anything is asked, as it is written',
    async (prefix) => {
      const { told } = await expectFailure(
        jobs,
        {
          bashEnv,
          environment: { PREFIX: 'pass-word-canary!' },
          steps: [loadSecrets(`secret/library * | ${prefix}\nsecret/library`)],
        },
        { status: 2, codes: ['NAME_INVALID', 'REFERENCE_INVALID'] },
      );
      expect(told[0]?.what).toBe(`"${prefix}" cannot begin the names of variables.`);
      expect(JSON.stringify(told)).not.toContain('canary');
    },
  );

  it('may be those that teams keep secrets in', async () => {
    const { variables } = await loadVariables(jobs, 'secret/usual **');
    expect(variables).toEqual(Object.fromEntries(usual.map((name) => [name, `${name} canary`])));
  });

  it('become good ones with the prefix that a refusal proposes', async () => {
    const { variables } = await loadVariables(
      jobs,
      'secret/digits * | SECRET_\nsecret/library * | SECRET_\nsecret/odd "1st" | SECRET_FIRST',
    );
    expect(variables).toEqual({
      SECRET_1ST: 'first-canary',
      SECRET_2_B: 'two-canary',
      SECRET_PRELOAD: '/evil.so-canary',
      SECRET_FIRST: 'first-canary',
    });
  });

  it('cannot make a line of the log that looks like one of ours', async () => {
    for (const reference of ['secret/newline *', 'secret/newline **', 'secret/newline nothing']) {
      const { output } = (await jobs.run({ steps: [loadSecrets(reference)] })).step(0);
      expect(output).toContain('forged');
      expect(output).not.toMatch(/^vault-oidc: forged/m);
      expect(output).not.toMatch(/^ {2}code {2}FORGED/m);
    }
  });
});
