/** What install-vault can install. */
export type Product = 'vault' | 'openbao';

/** The machine that a binary is for. */
export interface Platform {
  readonly os: 'linux' | 'darwin' | 'windows';
  readonly architecture: 'amd64' | 'arm64';
}

/** A platform as the digest table names it: `linux_amd64`. */
export type PlatformKey = `${Platform['os']}_${Platform['architecture']}`;

/** SHA-256 of archives, 64 lower-case hex digits: product → exact version → platform. */
export type ReleaseTable = Readonly<
  Record<Product, Readonly<Record<string, Readonly<Partial<Record<PlatformKey, string>>>>>>
>;

/** The public key that a product's releases are signed with. */
export interface ReleaseKey {
  /** Of the primary key: 40 upper-case hex digits. */
  readonly fingerprint: string;
  /** The binary OpenPGP key, its subkeys included, in base64. */
  readonly key: string;
}

/** Where the files of one release lie below the product's origin, or below a mirror of it. */
export interface Release {
  /** Directory of all files of the version, without slashes at the ends. */
  readonly directory: string;
  /** Name of the archive. */
  readonly archive: string;
  readonly archiveKind: 'zip' | 'tar.gz';
  /** Name of the file with the SHA-256 of each archive. */
  readonly sums: string;
  /** Names of detached signatures of the sums, the one to ask for first ahead. */
  readonly signatures: readonly [string, ...string[]];
  /** Name of the binary, in the archive and once installed. */
  readonly binary: string;
}

/** How the digest table names a platform. */
export function namePlatform({ os, architecture }: Platform): PlatformKey {
  return `${os}_${architecture}`;
}

/**
 * Names the files of a release. The layouts are those of releases.hashicorp.com and
 * of the assets of github.com/openbao/openbao/releases; a mirror keeps them.
 */
export function describeRelease(product: Product, version: string, platform: Platform): Release {
  return product === 'vault'
    ? describeVault(version, platform)
    : describeOpenbao(version, platform);
}

function describeVault(version: string, platform: Platform): Release {
  const sums = `vault_${version}_SHA256SUMS`;
  return {
    directory: `vault/${version}`,
    archive: `vault_${version}_${namePlatform(platform)}.zip`,
    archiveKind: 'zip',
    sums,
    // The first is named by the key that made it; the second held another key's before 2021.
    signatures: [`${sums}.72D7468F.sig`, `${sums}.sig`],
    binary: nameBinary('vault', platform),
  };
}

function describeOpenbao(version: string, platform: Platform): Release {
  const archiveKind = platform.os === 'windows' ? 'zip' : 'tar.gz';
  const { archive, sums } = hasPresentNames(version)
    ? { archive: `openbao_${version}_${namePlatform(platform)}`, sums: 'checksums.txt' }
    : {
        archive: `bao_${version}_${formerPlatforms[platform.os]}_${formerArchitectures[platform.architecture]}`,
        sums: `checksums-${platform.os}.txt`,
      };
  return {
    directory: `v${version}`,
    archive: `${archive}.${archiveKind}`,
    archiveKind,
    sums,
    signatures: [`${sums}.gpgsig`],
    binary: nameBinary('bao', platform),
  };
}

const formerPlatforms = { linux: 'Linux', darwin: 'Darwin', windows: 'Windows' };
const formerArchitectures = { amd64: 'x86_64', arm64: 'arm64' };

// Version 2.6.0 renamed the archives and joined the sums of all systems in one file:
// https://github.com/openbao/openbao/pull/3209
function hasPresentNames(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 2 || (major === 2 && minor >= 6);
}

function nameBinary(name: string, { os }: Platform): string {
  return os === 'windows' ? `${name}.exe` : name;
}
