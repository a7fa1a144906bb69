import { describe, expect, it } from 'vitest';
import { readConfigDocument } from '../../../../src/adapters/config-document.ts';
import { planConfig } from '../../../../src/commands/init.ts';
import { initOptions } from '../../../../src/inputs/init-options.ts';
import { initWish, writeConfig } from '../../../support/extended-config.ts';

const path = 'secret/circleci-demo/demo-secrets';
const demoSecrets = String(initOptions.secrets.default);

const writeSteps = (step: string): string =>
  writeConfig({ steps: `    steps:\n      - checkout\n${step}` });
const writeStep = (secrets: string): string =>
  writeSteps(`      - vault-oidc/load-secrets:\n          secrets: ${secrets}\n`);

describe('a config', () => {
  it.each<[name: string, text: string | undefined, secrets: string, reads: boolean]>([
    ['that is new', undefined, demoSecrets, true],
    ['that is new, with other secrets', undefined, initWish.secrets, false],
    ['that gets the step', writeConfig({}), demoSecrets, true],
    ['that gets a step of other secrets', writeConfig({}), initWish.secrets, false],
    ['whose own step loads it', writeStep(`"secret/a b; ${path}?version=1 password"`), '', true],
    ['whose own step loads others', writeStep('secret/app/db password'), demoSecrets, false],
    ['whose own step loads one below', writeStep(`${path}/more password`), demoSecrets, false],
    [
      'whose own step loads it by an alias',
      `x-all: &all ${path} password\n${writeStep('*all')}`,
      demoSecrets,
      true,
    ],
    [
      'that names it in shell text alone',
      writeSteps(
        `      - run: |\n          vault kv get \\\n            ${path}\n      - vault-oidc/load-secrets: {secrets: a/b c}\n`,
      ),
      demoSecrets,
      false,
    ],
  ])("%s: whether it loads the tutorial's secret", (_name, text, secrets, reads) => {
    const planned = planConfig('a.yml', text, { ...initWish, secrets }, readConfigDocument);
    expect(planned.readsDemoSecret).toBe(reads);
  });
});
