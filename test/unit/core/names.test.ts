import { describe, expect, it } from 'vitest';
import { isSteeringName, isVariableName, nameFromKey } from '../../../src/core/names.ts';

describe('a name made from a key', () => {
  it.each([
    ['username', 'USERNAME'],
    ['accessKey', 'ACCESSKEY'],
    ['dash-key', 'DASH_KEY'],
    ['a.b..c', 'A_B_C'],
    ['--a--', 'A'],
    ['über key', 'BER_KEY'],
    ['1num', '1NUM'],
    ['***', ''],
  ])('%j becomes %j', (key, name) => {
    expect(nameFromKey(key)).toBe(name);
  });
});

describe('a variable name', () => {
  it.each(['A', '_', 'a1', 'A'.repeat(255)])('may be %s', (name) => {
    expect(isVariableName(name)).toBe(true);
  });
  it.each(['', '1A', 'A-B', 'A B', 'A=', 'É', 'A\n', 'BASH_FUNC_x%%', 'A'.repeat(256)])(
    'may not be %j',
    (name) => {
      expect(isVariableName(name)).toBe(false);
    },
  );
});

describe('a steering name', () => {
  it.each([
    'PATH',
    'IFS',
    'BASH_ENV',
    'LD_PRELOAD',
    'DYLD_INSERT_LIBRARIES',
    'NODE_OPTIONS',
    'GIT_SSH_COMMAND',
    'GIT_CONFIG_COUNT',
    'CIRCLE_TOKEN',
    'CI',
    'VAULT_TOKEN',
    'VAULT_OIDC_SESSION',
    'BAO_ADDR',
    'npm_config_script_shell',
    'https_proxy',
    'SSL_CERT_FILE',
    'PS4',
    'UID',
    'RANDOM',
    'HOME',
    '_',
    'OPENSSL_CONF',
    'EXECIGNORE',
    'TMOUT',
    'NVM_DIR',
    'GIT_EXEC_PATH',
    'GIT_DIR',
    'GIT_TEMPLATE_DIR',
    'GIT_PAGER',
    'GIT_EDITOR',
    'GIT_SEQUENCE_EDITOR',
    'MAKEFLAGS',
    'RUSTC_WRAPPER',
    'PYTHONBREAKPOINT',
    'LOCPATH',
    'git_dir',
  ])('is %s', (name) => {
    expect(isSteeringName(name)).toBe(true);
  });
  it.each([
    'DB_PASSWORD',
    'NPM_TOKEN',
    'AWS_SECRET_ACCESS_KEY',
    'GITHUB_TOKEN',
    'USERNAME',
    'LDAP',
    'NODE_AUTH_TOKEN',
    'NODE_PASSWORD',
    'GIT_TOKEN',
    'GIT_PASSWORD',
    'GIT_USERNAME',
    'GIT_AUTHOR_EMAIL',
    'GIT_DIRECTORY',
    'PIP_INDEX_URL',
    'DOCKER_PASSWORD',
    'KUBECONFIG',
    'GOOGLE_APPLICATION_CREDENTIALS',
    'TF_VAR_password',
    'RUBYGEMS_API_KEY',
    'PYTHON_TOKEN',
    'PERL_KEY',
    'JAVA_KEYSTORE_PASSWORD',
    'MAVEN_PASSWORD',
    'GRADLE_PUBLISH_KEY',
    'DOTNET_TOKEN',
    'RSYNC_PASSWORD',
    'MAKE_TOKEN',
    'SSH_PRIVATE_KEY',
    'OPENSEARCH_PASSWORD',
    'XDG_TOKEN',
    'HTTP_PASSWORD',
    'CIVIL',
    'MY_PATH',
  ])('is not %s', (name) => {
    expect(isSteeringName(name)).toBe(false);
  });
});
