import { expect, it } from 'vitest';
import { printYaml } from '../../orb/circleci-yaml.ts';
import { qualifiedOrbName } from '../../src/inputs/orb-name.ts';
import { compileSmallConfig } from '../support/runner/small-config.ts';
import { loadSecrets, readOrb } from '../support/vault-jobs.ts';

// A compiled config may have 8 MB (CircleCI support, article 360045043634).
const mostBytes = 1_200_000;

it('30 uses of load-secrets in one config compile to under 1.2 MB', () => {
  const uses = Array.from({ length: 30 }, (_, index) =>
    loadSecrets(`secret/app/db${index} password | PASSWORD_${index}`),
  );
  const { steps } = compileSmallConfig({
    steps: uses,
    keys: { orbs: { 'vault-oidc': `${qualifiedOrbName}@1` } },
    orbs: { [qualifiedOrbName]: readOrb() },
  });
  expect(steps).toHaveLength(30);
  expect(Buffer.byteLength(printYaml([...steps]))).toBeLessThan(mostBytes);
});
