import { describe, expect, it } from 'vitest';
import { describeRelease } from '../../../../src/core/releases/release.ts';
import { releaseOrigins } from '../../../../src/core/releases/release-origins.ts';

const linux = { os: 'linux', architecture: 'amd64' } as const;
const linuxArm = { os: 'linux', architecture: 'arm64' } as const;
const mac = { os: 'darwin', architecture: 'arm64' } as const;
const macIntel = { os: 'darwin', architecture: 'amd64' } as const;
const windows = { os: 'windows', architecture: 'amd64' } as const;

describe('the archive of a release', () => {
  it.each([
    ['vault', '1.12.2', linux, 'vault/1.12.2/vault_1.12.2_linux_amd64.zip'],
    ['vault', '2.0.3', mac, 'vault/2.0.3/vault_2.0.3_darwin_arm64.zip'],
    ['vault', '1.21.4+ent', linux, 'vault/1.21.4+ent/vault_1.21.4+ent_linux_amd64.zip'],
    ['vault', '1.21.4', windows, 'vault/1.21.4/vault_1.21.4_windows_amd64.zip'],
    ['openbao', '2.0.0', linux, 'v2.0.0/bao_2.0.0_Linux_x86_64.tar.gz'],
    ['openbao', '2.5.5', linuxArm, 'v2.5.5/bao_2.5.5_Linux_arm64.tar.gz'],
    ['openbao', '2.5.5', macIntel, 'v2.5.5/bao_2.5.5_Darwin_x86_64.tar.gz'],
    ['openbao', '2.5.4', windows, 'v2.5.4/bao_2.5.4_Windows_x86_64.zip'],
    ['openbao', '2.6.0', linux, 'v2.6.0/openbao_2.6.0_linux_amd64.tar.gz'],
    ['openbao', '2.10.0', mac, 'v2.10.0/openbao_2.10.0_darwin_arm64.tar.gz'],
    ['openbao', '3.0.0', linuxArm, 'v3.0.0/openbao_3.0.0_linux_arm64.tar.gz'],
  ] as const)('%s %s: %j', (product, version, platform, path) => {
    const { directory, archive, archiveKind } = describeRelease(product, version, platform);
    expect(`${directory}/${archive}`).toBe(path);
    expect(path.endsWith(`.${archiveKind}`)).toBe(true);
  });
});

describe('the sums of a release', () => {
  const vault = 'vault_1.21.4_SHA256SUMS';
  it.each([
    ['vault', '1.21.4', linux, vault, [`${vault}.72D7468F.sig`, `${vault}.sig`]],
    ['openbao', '2.5.5', linux, 'checksums-linux.txt', ['checksums-linux.txt.gpgsig']],
    ['openbao', '2.5.5', mac, 'checksums-darwin.txt', ['checksums-darwin.txt.gpgsig']],
    ['openbao', '2.6.0', mac, 'checksums.txt', ['checksums.txt.gpgsig']],
  ] as const)('%s %s: %j', (product, version, platform, sums, signatures) => {
    expect(describeRelease(product, version, platform)).toMatchObject({ sums, signatures });
  });
});

it.each([
  ['vault', linux, 'vault'],
  ['vault', windows, 'vault.exe'],
  ['openbao', mac, 'bao'],
  ['openbao', windows, 'bao.exe'],
] as const)('the binary of %s for %j is %s', (product, platform, binary) => {
  expect(describeRelease(product, '9.9.9', platform).binary).toBe(binary);
});

it.each(['vault', 'openbao'] as const)('%s comes by TLS', (product) => {
  const origin = releaseOrigins[product];
  const { directory, archive } = describeRelease(product, '2.0.0', linux);
  const url = new URL(`${origin}/${directory}/${archive}`);
  expect(url.protocol).toBe('https:');
  expect(url.href).toBe(`${origin}/${directory}/${archive}`);
});
