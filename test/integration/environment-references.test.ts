import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailure } from '../support/expect-failure.ts';
import { loadVariables } from '../support/load-variables.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  const { server } = jobs;
  await server.write('secret/data/prod/db', {
    data: { login: 'prod-canary', 'a b': 'spaced-canary' },
  });
  await server.write('secret/data/app', { data: { login: 'old-canary' } });
  await server.write('secret/data/app', {
    data: { login: 'app-canary', '${STAGE}': 'literal-canary', $STAGE: 'dollar-canary' },
  });
});
afterAll(() => jobs.stop());

const environment = {
  STAGE: 'prod',
  SPACED: 'a b',
  NUMBER: '1',
  EMPTY: '',
  NESTED: '${STAGE}',
  HOSTILE: '; secret/app login | INJECTED',
  LINES: 'login | FIRST\nsecret/app login | INJECTED',
  SLASHED: 'prod/db',
  UPWARDS: '..',
  ESCAPED: '%2e%2e',
  QUERY: '?version=1',
  OPTION: 'optional',
  COMMAND: '$(touch made-by-shell)`touch made-by-shell`',
};

describe('a reference to the environment', () => {
  it.each([
    ['in the path', 'secret/${STAGE}/db login | X', 'prod-canary'],
    ['as a whole part of the path', 'secret/$STAGE/db login | X', 'prod-canary'],
    ['within a part of the path', 'secret/${STAGE}/d${EMPTY}b login | X', 'prod-canary'],
    ['in the version', 'secret/app?version=${NUMBER} login | X', 'old-canary'],
    ['in the key', 'secret/prod/db ${SPACED} | X', 'spaced-canary'],
    ['as the whole key', 'secret/prod/db $SPACED | X', 'spaced-canary'],
    ['in a quoted key', 'secret/prod/db "a${EMPTY} b" | X', 'spaced-canary'],
    ['in a default', 'secret/nix login | X, default "at ${STAGE}, ${SPACED}"', 'at prod, a b'],
    ['as a whole default', 'secret/nix login | X, default $HOSTILE', environment.HOSTILE],
    ['to none, in single quotes', "secret/app '${STAGE}' | X", 'literal-canary'],
    ['to none, within other text', 'secret/nix login | X, default "a $STAGE b"', 'a $STAGE b'],
    ['once and not again', 'secret/nix login | X, default "${NESTED}"', '${STAGE}'],
    ['and no shell looks at it', 'secret/nix login | X, default "${COMMAND}"', environment.COMMAND],
  ])('counts %s', async (_title, secrets, value) => {
    const { variables, outcome } = await loadVariables(jobs, secrets, { environment });
    expect(variables).toEqual({ X: value });
    expect(outcome.listChangedFiles(0)).toEqual(['tmp/.bash_env-0-build']);
  });

  it.each(['${STAGE}', '$STAGE', '"${STAGE}"'])('counts in the name: %s', async (name) => {
    const { variables } = await loadVariables(jobs, `secret/app login | ${name}`, { environment });
    expect(variables).toEqual({ prod: 'app-canary' });
  });

  it('counts in the prefix of every key', async () => {
    const { variables } = await loadVariables(jobs, 'secret/prod/db * | ${STAGE}_', {
      environment,
    });
    expect(variables).toEqual({ prod_LOGIN: 'prod-canary', prod_A_B: 'spaced-canary' });
  });

  it.each([
    ['a line', 'secret/app ${LINES}', 4, 'KEY_MISSING'],
    ['a line in the path', 'secret/${LINES} login', 2, 'REFERENCE_INVALID'],
    ['a line in the name', 'secret/app login | ${LINES}', 2, 'NAME_INVALID'],
    ['a reference', 'secret/app login | A ${HOSTILE}', 2, 'REFERENCE_INVALID'],
    ['a reference in the name', 'secret/app login | A${HOSTILE}', 2, 'NAME_INVALID'],
    ['a segment', 'secret/${SLASHED} login', 2, 'REFERENCE_INVALID'],
    ['a way up', 'secret/${UPWARDS}/app login', 2, 'REFERENCE_INVALID'],
    ['an escape', 'secret/${ESCAPED}/app login', 2, 'REFERENCE_INVALID'],
    ['an option', 'secret/nix login | A, ${OPTION}', 2, 'REFERENCE_INVALID'],
    ['an encoding', 'secret/app login | A, decode ${STAGE}', 2, 'REFERENCE_INVALID'],
    ['a version', 'secret/app${QUERY} login', 2, 'REFERENCE_INVALID'],
    ['a second version', 'secret/app?version=2${QUERY} login', 2, 'REFERENCE_INVALID'],
    ['a selector', 'secret/app ${STAR} | A', 4, 'KEY_MISSING'],
    ['a path and a key', '${LINES}', 2, 'REFERENCE_INVALID'],
  ])('cannot add %s', async (_title, secrets, status, code) => {
    const { outcome } = await expectFailure(
      jobs,
      { environment: { ...environment, STAR: '*' }, steps: [loadSecrets(secrets)] },
      { status, codes: [code] },
    );
    expect('INJECTED' in outcome.environment).toBe(false);
  });

  it.each([
    ['a part of the path', 'secret/${MISSING}/db login', 'MISSING is not set'],
    ['a key', 'secret/app ${MISSING}', 'MISSING is not set'],
    ['a name', 'secret/app login | $MISSING', 'MISSING is not set'],
    ['an empty name', 'secret/app login | ${EMPTY}', 'EMPTY is not set'],
    ['two at once', 'secret/app ${MISSING}${EMPTY} | X', 'MISSING and EMPTY is not set'],
    ['a version', 'secret/app?version=${MISSING} login', 'MISSING is not set'],
  ])('to what is not set is told by its name: %s', async (_title, secrets, why) => {
    const { told } = await expectFailure(
      jobs,
      { environment, steps: [loadSecrets(secrets)] },
      { status: 2, codes: ['REFERENCE_INVALID'] },
    );
    expect(told[0]?.what).toBe('Line 1 of "secrets" cannot be read.');
    expect(told[0]?.why).toContain(why);
  });
});

describe('a variable that holds a secret by mistake', () => {
  const token = { DEPLOY_TOKEN: '9f-deploy!token-canary' };
  it.each([
    ['the name', 'secret/app login | $DEPLOY_TOKEN', 2, 'NAME_INVALID'],
    ['a part of the name', 'secret/app login | X_${DEPLOY_TOKEN}', 2, 'NAME_INVALID'],
    ['the key', 'secret/app $DEPLOY_TOKEN | X', 4, 'KEY_MISSING'],
    ['the key that names the variable', 'secret/app $DEPLOY_TOKEN', 2, 'NAME_INVALID'],
    ['an option', 'secret/app login, decode $DEPLOY_TOKEN', 2, 'REFERENCE_INVALID'],
    ['the version', 'secret/app?version=$DEPLOY_TOKEN login', 2, 'REFERENCE_INVALID'],
  ])('is not told where it stands as %s', async (_title, secrets, status, code) => {
    const canaries = [token.DEPLOY_TOKEN, '9F_DEPLOY_TOKEN_CANARY'];
    const { told } = await expectFailure(
      jobs,
      { environment: token, steps: [loadSecrets(secrets)] },
      { status, codes: [code], canaries },
    );
    expect(told[0]?.why).toContain('DEPLOY_TOKEN');
  });

  it.each(['address', 'role', 'auth_mount', 'namespace', 'timeout', 'tls_server_name'])(
    'is not told where it stands as the parameter %s',
    async (parameter) => {
      const { told } = await expectFailure(
        jobs,
        {
          environment: { DEPLOY_TOKEN: 'deploy token?canary' },
          steps: [loadSecrets('secret/app login', { [parameter]: '${DEPLOY_TOKEN}' })],
        },
        { status: 2, codes: ['PARAMETER_INVALID'], canaries: ['deploy token?canary'] },
      );
      expect(told[0]?.what).toContain(`"${parameter}"`);
    },
  );
});
