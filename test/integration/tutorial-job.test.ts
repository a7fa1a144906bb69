import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
  await jobs.server.write('secret/data/circleci-demo/demo-secrets', {
    data: { username: 'paul.atreides', password: 'lisan-al-gaib $(touch PWNED) "' },
  });
});
afterAll(() => jobs.stop());

describe("the tutorial's job", () => {
  const secrets = `
    secret/circleci-demo/demo-secrets username | SECRET_DEMO_USERNAME
    secret/circleci-demo/demo-secrets password | SECRET_DEMO_PASSWORD
  `;

  it('hands both secrets to a later step', async () => {
    const outcome = await jobs.run({
      steps: [
        'checkout',
        loadSecrets(secrets),
        { run: 'echo "Username is $SECRET_DEMO_USERNAME"' },
      ],
    });
    expect(outcome.step(1).output).toContain('loaded 2 variables from 1 path');
    expect(outcome.step(2).output).toBe('Username is paul.atreides\n');
    expect(outcome.environment).toMatchObject({
      SECRET_DEMO_USERNAME: 'paul.atreides',
      SECRET_DEMO_PASSWORD: 'lisan-al-gaib $(touch PWNED) "',
    });
    expect(outcome.bashEnvMode).toBe(0o600);
  });

  it('asks Vault for no more than it needs, and revokes its token', async () => {
    const before = jobs.server.listRequests().length;
    await jobs.run({ steps: [loadSecrets(secrets)] });
    expect(jobs.server.listRequests().slice(before)).toEqual([
      { operation: 'update', path: 'auth/jwt/login', failed: false },
      {
        operation: 'read',
        path: 'sys/internal/ui/mounts/secret/circleci-demo/demo-secrets',
        failed: false,
      },
      { operation: 'read', path: 'secret/data/circleci-demo/demo-secrets', failed: false },
      { operation: 'update', path: 'auth/token/revoke-self', failed: false },
    ]);
  });
});
