import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { FailureCode } from '../../src/core/failure.ts';
import { writeRole } from '../support/jwt-trust.ts';
import { expectMended, expectRefusal } from '../support/refused-login.ts';
import { startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

let jobs: VaultJobs;
beforeAll(async () => {
  jobs = await startVaultJobs();
});
afterAll(() => jobs.stop());

describe('a method that', () => {
  const pem = generateKeyPairSync('rsa', { modulusLength: 2048 })
    .publicKey.export({ type: 'spki', format: 'pem' })
    .toString();
  type Config = (issuer: string) => Readonly<Record<string, unknown>> | undefined;
  const configs: Record<string, readonly [Config, FailureCode, string]> = {
    'has no config': [
      () => undefined,
      'LOGIN_METHOD_WRONG',
      'is not set up to trust tokens of http://127.0.0.1',
    ],
    'names the issuer with a slash': [
      (issuer) => ({ oidc_discovery_url: issuer, bound_issuer: `${issuer}/` }),
      'LOGIN_ISSUER_REFUSED',
      ', and bound_issuer of auth/',
    ],
    'takes another algorithm alone': [
      (issuer) => ({ oidc_discovery_url: issuer, jwt_supported_algs: ['ES256'] }),
      'LOGIN_METHOD_WRONG',
      'does not accept RS256',
    ],
    'has a key that is out of date': [
      () => ({ jwt_validation_pubkeys: [pem] }),
      'LOGIN_SIGNATURE_REFUSED',
      'does not have the key that signed this token of http://127.0.0.1',
    ],
  };
  it.each(Object.entries(configs))(
    '%s refuses, and is mended',
    async (title, [config, code, why]) => {
      const { server, issuer } = jobs;
      const mount = title.replaceAll(' ', '-');
      await server.write(`sys/auth/${mount}`, { type: 'jwt' });
      const written = config(issuer.issuer);
      if (written !== undefined) await server.write(`auth/${mount}/config`, written);
      await writeRole(server, issuer, { mount });
      const refused = await expectRefusal(jobs, {
        code,
        parameters: { auth_mount: mount, role: 'deploy' },
        why: [why],
        next: 'if that is your organization',
      });
      await expectMended(jobs, refused);
    },
  );
});
