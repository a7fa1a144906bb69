import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleHelper } from '../../scripts/bundle-helper.ts';
import { bundleInstaller } from '../../scripts/bundle-installer.ts';
import { makeOrb } from '../../scripts/make-orb.ts';
import { describeRelease, namePlatform, type Product } from '../../src/core/releases/release.ts';
import { buildArchive } from '../support/release-server/archive-shapes.ts';
import { publishRelease } from '../support/release-server/publish-release.ts';
import { type ReleaseServer, startReleaseServer } from '../support/release-server/server.ts';
import { thisPlatform } from '../support/this-platform.ts';
import { startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

let jobs: VaultJobs;
let releases: ReleaseServer;
beforeAll(async () => {
  [jobs, releases] = await Promise.all([startVaultJobs(), startReleaseServer()]);
  await jobs.server.write('secret/data/app', { data: { key: 'lisan-al-gaib' } });
});
afterAll(() => Promise.all([jobs.stop(), releases.stop()]));

/** What the server's own binary is, which is the CLI too. */
function readRelease(): { product: Product; version: string; content: Buffer } {
  const { binary } = jobs.server;
  const told = execFileSync(binary, ['version'], { encoding: 'utf8' });
  const [, title, version = ''] = /^(Vault|OpenBao) v(\S+)/.exec(told) ?? [];
  const product = title === 'Vault' ? 'vault' : 'openbao';
  return { product, version, content: readFileSync(binary) };
}

/** An orb that knows the archive of the server's own binary, which the releases have. */
async function makeOrbFor({ product, version, content }: ReturnType<typeof readRelease>) {
  const { archiveKind, binary } = describeRelease(product, version, thisPlatform);
  const archive = buildArchive(archiveKind, [{ name: binary, content }]);
  const release = { product, version, platform: thisPlatform, archive };
  const { sha256 } = publishRelease(releases, release);
  const known = { [version]: { [namePlatform(thisPlatform)]: sha256 } };
  const installer = await bundleInstaller({
    releaseDigests: { vault: {}, openbao: {}, [product]: known },
    releaseOrigins: { vault: releases.origin, openbao: releases.origin },
  });
  return { orb: makeOrb({ helper: await bundleHelper(), installer }).yaml, binary };
}

it('a job installs the CLI, logs in, and reads a secret with it', {
  timeout: 120_000,
}, async () => {
  const release = readRelease();
  const { orb, binary } = await makeOrbFor(release);
  const { product, version } = release;
  const install = { product, version, ca_certificate: releases.certificate };
  const outcome = await jobs.run({
    orb,
    steps: [
      { 'vault-oidc/install-vault': install },
      { run: `${binary} version` },
      'vault-oidc/auth',
      { run: `${binary} kv get -field=key secret/app | tr a-z A-Z` },
      { 'vault-oidc/install-vault': install },
      'vault-oidc/revoke',
    ],
  });
  expect(outcome.steps.map(({ exitStatus }) => exitStatus)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(outcome.step(0).output).toContain('proved by the table of this orb');
  expect(outcome.step(1).output).toContain(`v${version}`);
  expect(outcome.step(3).output).toBe('LISAN-AL-GAIB');
  expect(outcome.step(4).output).toContain('is on the PATH already');
  const archives = releases.requests.filter(({ path }) => /\.(zip|tar\.gz)$/.test(path));
  expect(archives).toHaveLength(1);
});
