import { describe, expect, it } from 'vitest';
import {
  chooseVersion,
  findPlatform,
  listPinned,
  type VersionWish,
} from '../../../../src/core/releases/choose-version.ts';
import type { ReleaseTable } from '../../../../src/core/releases/release.ts';
import { isVersionOutput } from '../../../../src/core/releases/version-output.ts';

const linux = { linux_amd64: 'a' };
const table: ReleaseTable = {
  vault: {
    '1.9.10': linux,
    '1.21.10': linux,
    '1.21.9': linux,
    '1.22.0-rc1': linux,
    '1.22.1+ent': linux,
    '1.23.0': { darwin_arm64: 'a' },
    '1.2.1': linux,
  },
  openbao: {},
};
const platform = { os: 'linux', architecture: 'amd64' } as const;
const choose = (wish: VersionWish, product: 'vault' | 'openbao' = 'vault') =>
  chooseVersion(wish, product, listPinned(product, platform, table), platform);
const newest = (written: string, prefix: string): VersionWish => ({
  kind: 'newest',
  written,
  prefix,
});

describe('the newest pinned version', () => {
  it.each([
    ['latest', '', '1.21.10'],
    ['1.21', '1.21.', '1.21.10'],
    ['1.9', '1.9.', '1.9.10'],
    ['1.2', '1.2.', '1.2.1'],
  ])('of %s goes by its numbers', (written, prefix, version) => {
    expect(choose(newest(written, prefix))).toBe(version);
  });

  it.each([
    ['1.22', '1.22.'],
    ['1.23', '1.23.'],
  ])('of %s is no pre-release, no edition, and none of another platform', (written, prefix) => {
    expect(choose(newest(written, prefix))).toMatchObject({
      code: 'RELEASE_UNKNOWN',
      status: 2,
      why: 'the newest whose digest it has is 1.21.10',
    });
  });

  it('is none where nothing is pinned', () => {
    expect(choose(newest('latest', ''), 'openbao')).toMatchObject({
      code: 'RELEASE_UNKNOWN',
      why: 'it has the digest of no release for this platform',
      // Nothing to name: latest, above all, is what failed.
      next: [
        expect.stringMatching(/^write the whole version; .*sha256$/),
        'or use a newer version of this orb',
      ],
    });
  });
});

it('a version that is written out is taken as it is', () => {
  const wish = { kind: 'exact', version: '1.22.0-rc1' } as const;
  expect(choose(wish)).toBe('1.22.0-rc1');
});

describe('a machine', () => {
  it.each([
    ['linux', 'x64', 'linux', 'amd64'],
    ['linux', 'arm64', 'linux', 'arm64'],
    ['darwin', 'arm64', 'darwin', 'arm64'],
    ['darwin', 'x64', 'darwin', 'amd64'],
    ['win32', 'x64', 'windows', 'amd64'],
  ])('%s on %s is %s_%s', (system, machine, os, architecture) => {
    expect(findPlatform(system, machine)).toEqual({ os, architecture });
  });

  it.each([
    ['win32', 'arm64'],
    ['linux', 's390x'],
    ['freebsd', 'x64'],
  ])('%s on %s is none that anything is released for', (system, machine) => {
    expect(findPlatform(system, machine)).toMatchObject({
      code: 'PLATFORM_UNSUPPORTED',
      status: 2,
    });
  });
});

describe('what a binary prints', () => {
  it.each([
    ['Vault v1.12.2 (415e1fe), built 2022-11-23T12:53:46Z\n', 'vault', '1.12.2', true],
    ['Vault v1.12.2\n', 'vault', '1.12.2', true],
    ['Vault v1.12.2+ent (415e1fe)\n', 'vault', '1.12.2+ent', true],
    ['OpenBao v2.5.4 (9e0a0d3), committed 2026-10-26T20:32:27Z', 'openbao', '2.5.4', true],
    ['Vault v1.12.2+ent (415e1fe)\n', 'vault', '1.12.2', false],
    ['Vault v1.12.20 (415e1fe)\n', 'vault', '1.12.2', false],
    ['Vault v1.12.2 (415e1fe)\n', 'openbao', '1.12.2', false],
    ['WARNING: Vault v1.12.2 (415e1fe)\n', 'vault', '1.12.2', false],
    ['', 'vault', '1.12.2', false],
  ] as const)('%j is %s %s: %s', (output, product, version, isIt) => {
    expect(isVersionOutput(output, product, version)).toBe(isIt);
  });
});
