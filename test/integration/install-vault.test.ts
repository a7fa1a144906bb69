import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type InstallFailureCode,
  installFailureCodes,
} from '../../src/core/releases/install-failures.ts';
import { describeRelease } from '../../src/core/releases/release.ts';
import { answerWith } from '../support/faulty-server.ts';
import {
  expectNothing,
  type InstallScene,
  otherVersion,
  pinnedVersion,
  setInstallScene,
} from '../support/install-scene.ts';
import type { InstallOutcome } from '../support/installer-runs.ts';
import { buildGoodArchive } from '../support/release-server/archive-shapes.ts';
import { writeBinary, writeForeignBinary } from '../support/release-server/binaries.ts';
import { thisPlatform } from '../support/this-platform.ts';

const older = '1.12.0';

let scene: InstallScene;
let pinnedPath: string;
beforeAll(async () => {
  scene = await setInstallScene({ [older]: 'a'.repeat(64), '1.13.0-rc1': 'a'.repeat(64) });
  pinnedPath = scene.publishPinned().archivePath;
});
afterAll(() => scene[Symbol.asyncDispose]());

const tell = (version: string): string => writeBinary('vault', version).toString();

describe('the version', () => {
  it.each(['latest', '1.12', 'v1.12'])(
    '%s is the newest plain one that is pinned',
    async (word) => {
      const outcome = await scene.install({ version: word });
      expect(outcome.status).toBe(0);
      expect(outcome.stderr).toBe(
        `vault-oidc: note: "${word.replace('v', '')}" is Vault ${pinnedVersion}, the newest that this orb knows; write version: "${pinnedVersion}" to stay with it\n`,
      );
      expect(await outcome.runStep('vault version')).toContain(`Vault v${pinnedVersion} (`);
    },
  );

  it.each(['1.16.0+ent', '1.21.0-rc1'])(
    '%s is installed when it is written out',
    async (version) => {
      scene.publish({ version });
      const outcome = await scene.install({ version });
      expect(outcome.stderr).toBe('');
      expect(await outcome.runStep('vault version')).toContain(`Vault v${version} (`);
    },
  );
});

describe('a binary on the PATH', () => {
  it('of the wanted version ends the step at once', async () => {
    const before = scene.server.requests.length;
    const outcome = await scene.install(
      { version: pinnedVersion },
      { programs: { vault: tell(pinnedVersion) } },
    );
    expect(outcome.status).toBe(0);
    expect(outcome.stdout).toMatch(/Vault 1\.12\.2 is on the PATH already: .*\/programs\/vault/);
    expect(outcome.files).toEqual({});
    expect(scene.server.requests).toHaveLength(before);
  });

  it.each([
    ['another version', tell('1.12.20')],
    ['another edition', tell(`${pinnedVersion}+ent`)],
    ['another product', writeBinary('openbao', pinnedVersion).toString()],
    ['no version at all', '#!/bin/sh\nexit 1\n'],
  ])('of %s is overruled in the later steps', async (_title, program) => {
    const outcome = await scene.install(
      { version: pinnedVersion },
      { programs: { vault: program } },
    );
    expect(outcome.status).toBe(0);
    expect(await outcome.runStep('vault version')).toContain(`Vault v${pinnedVersion} (`);
  });
});

describe('a wrong parameter', () => {
  it('is told with every other one, and no part of an address that may be a password', async () => {
    const outcome = await scene.install({
      product: 'terraform',
      version: '1.x',
      install_dir: '/opt/a:/opt/b',
      sha256: 'abc',
      release_url: 'https://ci:hunter2@mirror.test/vault',
      ca_certificate: '/none',
      timeout: 'soon',
      cache: 'maybe',
    });
    expect(outcome.status).toBe(2);
    expect(outcome.told.map(({ what }) => /"(.*)"/.exec(what)?.[1])).toEqual([
      ...['product', 'version', 'install_dir', 'sha256', 'release_url', 'timeout', 'cache'],
    ]);
    expect(outcome.stderr).not.toContain('hunter2');
  });

  it('is a ca_certificate that is a FIFO, which is not waited for', async () => {
    const outcome = await scene.install(
      { ca_certificate: 'fifo' },
      { prepare: (home) => execFileSync('mkfifo', [join(home, '../fifo')]) },
    );
    expectNothing(outcome, 'PARAMETER_INVALID', 2);
  });

  it.each([
    'http://mirror.test/vault',
    'https://mirror.test/vault?x=1',
    'ftp://mirror.test/vault',
    'mirror.test',
  ])('is release_url %s', async (release_url) => {
    const outcome = await scene.install({ release_url });
    expectNothing(outcome, 'PARAMETER_INVALID', 2);
  });
});

/** How each code of install-vault is met on this platform. */
const failures: Record<
  Exclude<InstallFailureCode, 'PLATFORM_UNSUPPORTED'>,
  () => Promise<InstallOutcome>
> = {
  RELEASE_UNKNOWN: () => scene.install({ version: '1.99' }),
  RELEASE_MISSING: () => scene.install({ version: '9.9.9', sha256: 'a'.repeat(64) }),
  DOWNLOAD_FAILED: () => {
    scene.server.meet(pinnedPath, answerWith(403, ''));
    return scene.install({ version: pinnedVersion });
  },
  INSTALL_DIRECTORY_UNUSABLE: () =>
    scene.install({ version: pinnedVersion, install_dir: '/dev/null/bin' }),
  ARCHIVE_UNPROVABLE: () => {
    scene.publish({ version: '9.0.0', isSigned: false });
    return scene.install({ version: '9.0.0' });
  },
  ARCHIVE_NOT_PROVED: () => scene.install({ version: pinnedVersion, sha256: 'b'.repeat(64) }),
  ARCHIVE_UNUSABLE: () => {
    const { sha256 } = scene.publish({ archive: Buffer.from('text') });
    return scene.install({ version: otherVersion, sha256 });
  },
  PROGRAM_UNUSABLE: () => {
    const form = describeRelease('vault', otherVersion, thisPlatform);
    const { sha256 } = scene.publish({ archive: buildGoodArchive(form, writeForeignBinary()) });
    return scene.install({ version: otherVersion, sha256 });
  },
};

describe('a failure ends the step with its status, and leaves nothing', () => {
  it.each(Object.entries(failures))('%s', async (code, meet) => {
    const statuses: Readonly<Record<string, number>> = installFailureCodes;
    expectNothing(await meet(), code, statuses[code]);
  });
});
