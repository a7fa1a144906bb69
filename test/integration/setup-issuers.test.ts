import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { createServer as createSilentServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenOnLoopback } from '../support/loopback-server.ts';
import { applySetup, readField, runSetup } from '../support/setup-runs.ts';
import { createTlsAuthority } from '../support/tls-authority.ts';
import { startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

const authority = createTlsAuthority();
const { certificate, key } = authority.issue();
const issuer = createServer({ cert: certificate, key }, (_request, response) => {
  response.end(JSON.stringify({ issuer: `${origin}/org/x`, jwks_uri: `${origin}/keys` }));
});
const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
let origin = '';
let jobs: VaultJobs;
beforeAll(async () => {
  await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
  const address = issuer.address();
  origin = typeof address === 'object' ? `https://127.0.0.1:${address?.port}` : '';
  jobs = await startVaultJobs({ isBare: true });
});
afterAll(async () => {
  issuer.closeAllConnections();
  issuer.close();
  rmSync(directory, { recursive: true, force: true });
  await jobs.stop();
});

describe('an issuer whose certificate is of a company', () => {
  const args = (): string[] => [
    '--role',
    'tls',
    '--read',
    'secret/a',
    '--issuer',
    `${origin}/org/x`,
  ];

  it('is not trusted by itself', async () => {
    const failed = await runSetup(jobs, [...args(), '--apply']);
    expect(failed).toMatchObject({
      status: 5,
      told: [{ code: 'ISSUER_UNREACHABLE' }, { code: 'SETUP_UNFINISHED' }],
    });
    expect(failed.told[0]?.next.join('\n')).toContain('--issuer-ca');
  });

  it('is trusted with its authority, from then on', async () => {
    const file = join(directory, 'authority.pem');
    writeFileSync(file, authority.certificate);
    const trusting = [...args(), '--issuer-ca', file];
    await applySetup(jobs, trusting);
    expect(await readField(jobs, 'auth/jwt/config', 'oidc_discovery_ca_pem')).toBe(
      authority.certificate,
    );
    expect((await applySetup(jobs, trusting)).stdout).toContain('nothing to change');
    const kept = await applySetup(jobs, args());
    expect(kept.stdout).toContain('nothing to change');
    expect(kept.stdout).toContain('oidc_discovery_ca_pem = "-----BEGIN CERTIFICATE-----');
  });

  it('needs a file that holds certificates', async () => {
    const refused = await runSetup(jobs, [...args(), '--issuer-ca', join(directory, 'none.pem')]);
    expect(refused).toMatchObject({ status: 2, told: [{ code: 'PARAMETER_INVALID' }] });
    expect(refused.told[0]?.what).toContain('issuer-ca');
  });
});

describe('an issuer that does not answer', () => {
  it('is not blamed for what Ctrl-C ends', async () => {
    await using silent = await listenOnLoopback(createSilentServer());
    const outcome = await runSetup(
      jobs,
      [
        ...['--role', 'slow', '--mount', 'slow', '--read', 'secret/a'],
        ...['--issuer', `http://127.0.0.1:${silent.port}/org/x`, '--apply'],
      ],
      { interruptAt: 'made JWT method auth/slow' },
    );
    expect(outcome).toMatchObject({ status: 130, told: [{ code: 'SETUP_UNFINISHED' }] });
    expect(outcome.told[0]?.why).toContain('perhaps written: configuration of auth/slow; not');
  });
});

describe("the administrator's token", () => {
  it('is also found where "vault login" keeps it', async () => {
    writeFileSync(join(directory, '.vault-token'), `${jobs.server.rootToken}\n`, { mode: 0o600 });
    const outcome = await runSetup(
      jobs,
      ['--role', 'file', '--mount', 'file', '--read', 'secret/a'],
      {
        token: '',
        environment: { HOME: directory },
      },
    );
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
  });
});
