import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from '../../../../scripts/bundle-helper.ts';
import { qualifiedOrbName } from '../../../../src/inputs/orb-name.ts';
import { decodeBase91 } from '../../../support/base91.ts';
import {
  compileSmallConfig,
  listRuns,
  type SmallConfig,
} from '../../../support/runner/small-config.ts';
import { readOrb } from '../../../support/vault-jobs.ts';

const orbs = { [qualifiedOrbName]: readOrb() };
const imports = { orbs: { 'vault-oidc': `${qualifiedOrbName}@1` } };
const secrets = 'secret/app/db password | PASSWORD';

function compile(steps: readonly unknown[], wish: SmallConfig = {}) {
  return listRuns(compileSmallConfig({ orbs, steps, ...wish, keys: { ...imports, ...wish.keys } }));
}

describe('the packed orb', () => {
  it('means the same to readers of YAML 1.1, such as CircleCI, and of YAML 1.2', () => {
    expect(parse(readOrb(), { version: '1.1' })).toEqual(parse(readOrb()));
  });

  it('hands parameters over in the environment of one step, its shell text staying the same', () => {
    const tricky = `${secrets}; # $(id) "\n'`;
    const [plain, given, ...others] = compile([
      { 'vault-oidc/load-secrets': { secrets } },
      { 'vault-oidc/load-secrets': { secrets: tricky, role: '$ROLE', revoke_token: false } },
    ]);
    expect(others).toEqual([]);
    expect(given?.command).toBe(plain?.command);
    expect(plain?.environment).toMatchObject({
      VAULT_OIDC_COMMAND: 'load-secrets',
      VAULT_OIDC_INPUT_SECRETS: secrets,
      VAULT_OIDC_INPUT_ROLE: '${VAULT_ROLE}',
      VAULT_OIDC_INPUT_REVOKE_TOKEN: 'true',
    });
    expect(given?.environment).toMatchObject({
      VAULT_OIDC_INPUT_SECRETS: tricky,
      VAULT_OIDC_INPUT_ROLE: '$ROLE',
      VAULT_OIDC_INPUT_REVOKE_TOKEN: 'false',
    });
  });

  it.each([
    ['true/false', 'false'],
    ['1/0', '0'],
  ] as const)('is given booleans as %s', (booleansAs, text) => {
    const step = { 'vault-oidc/load-secrets': { secrets, revoke_token: false } };
    expect(compile([step], { booleansAs })[0]?.environment).toMatchObject({
      VAULT_OIDC_INPUT_REVOKE_TOKEN: text,
    });
  });

  it('carries the helper and its digest unchanged', () => {
    const [step] = compile([{ 'vault-oidc/load-secrets': { secrets } }]);
    const text = step?.environment['VAULT_OIDC_HELPER'] ?? '';
    const helper = brotliDecompressSync(decodeBase91(text));
    expect(helper.equals(readFileSync(`${root}dist/helper.cjs`))).toBe(true);
    expect(step?.environment['VAULT_OIDC_HELPER_SHA256']).toBe(
      createHash('sha256').update(helper).digest('hex'),
    );
  });

  it('is called by a command of the config, which hands its parameters on', () => {
    const commands = {
      'with-secret': {
        parameters: {
          name: { type: 'env_var_name' },
          keep: { type: 'boolean', default: true },
          after: { type: 'steps' },
        },
        steps: [
          {
            'vault-oidc/load-secrets': {
              secrets: 'secret/app/db password | << parameters.name >>',
              revoke_token: '<< parameters.keep >>',
            },
          },
          { steps: '<< parameters.after >>' },
        ],
      },
    };
    const call = { 'with-secret': { name: 'DB', after: [{ run: 'deploy' }] } };
    const [load, after] = compile([call], { keys: { commands } });
    expect(load?.environment).toMatchObject({
      VAULT_OIDC_INPUT_SECRETS: 'secret/app/db password | DB',
      VAULT_OIDC_INPUT_REVOKE_TOKEN: 'true',
    });
    expect(after?.command).toBe('deploy');
  });

  it.each([
    ['load-secrets', {}, 'Missing required argument(s): secrets'],
    ['load-secrets', { secrets, roles: 'x' }, 'Unexpected argument(s): roles'],
    ['load-secrets', { secrets: ['a b'] }, 'Type error for argument secrets'],
    ['load-secrets', { secrets, revoke_token: 'true' }, 'Type error for argument revoke_token'],
    ['load-secrets', { secrets, timeout: 90 }, 'Type error for argument timeout'],
    ['load-secrets', { secrets: 'a b <<EOF' }, "Unclosed '<<' tag"],
    ['load_secrets', { secrets }, 'Cannot find a definition for command named vault-oidc/load_sec'],
  ])('refuses a wrong call at compile time: %s with %j', (command, given, message) => {
    expect(() => compile([{ [`vault-oidc/${command}`]: given }])).toThrow(message);
  });
});
