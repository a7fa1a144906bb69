import type { Failure } from '../failure.ts';
import { compareVersions } from './compare-versions.ts';
import { describeInstallFailure } from './install-failures.ts';
import { namePlatform, type Platform, type Product, type ReleaseTable } from './release.ts';

/** The version that is asked for: one of them, or the newest that is pinned. */
export type VersionWish =
  | { readonly kind: 'exact'; readonly version: string }
  /** `prefix` is empty for `latest`, or such as `1.21.`. */
  | { readonly kind: 'newest'; readonly written: string; readonly prefix: string };

/** How each product names itself. */
export const productTitles: Readonly<Record<Product, string>> = {
  vault: 'Vault',
  openbao: 'OpenBao',
};

// Neither a pre-release nor an edition that asks for a licence: those are written out.
const plainVersion = /^\d+\.\d+\.\d+$/;

/**
 * The exact version to install: the one that is written, or the newest of the pinned
 * ones (`listPinned`). A failure when there is none.
 */
export function chooseVersion(
  wish: VersionWish,
  product: Product,
  pinned: readonly string[],
  platform: Platform,
): string | Failure {
  if (wish.kind === 'exact') return wish.version;
  const chosen = pinned.filter((version) => version.startsWith(wish.prefix)).at(-1);
  if (chosen !== undefined) return chosen;
  return describeUnknown(`${productTitles[product]} ${wish.written}`, platform, pinned);
}

/** The pinned plain versions for a platform, the oldest first. */
export function listPinned(product: Product, platform: Platform, table: ReleaseTable): string[] {
  const key = namePlatform(platform);
  return Object.entries(table[product])
    .filter(([version, digests]) => plainVersion.test(version) && digests[key] !== undefined)
    .map(([version]) => version)
    .sort(compareVersions);
}

function describeUnknown(wanted: string, platform: Platform, pinned: readonly string[]): Failure {
  const newest = pinned.at(-1);
  return describeInstallFailure('RELEASE_UNKNOWN', {
    what: `This orb knows no release of ${wanted} for ${namePlatform(platform)}.`,
    why:
      newest === undefined
        ? 'it has the digest of no release for this platform'
        : `the newest whose digest it has is ${newest}`,
    next: [
      'write the whole version; where nothing else proves it, give the SHA-256 of the archive too, as sha256',
      ...(newest === undefined ? [] : ['or write latest']),
      'or use a newer version of this orb',
    ],
  });
}

const systems: Readonly<Record<string, Platform['os']>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
};
const architectures: Readonly<Record<string, Platform['architecture']>> = {
  x64: 'amd64',
  arm64: 'arm64',
};

/** The platform of a machine that Node names; a failure for one that nothing is released for. */
export function findPlatform(system: string, machine: string): Platform | Failure {
  const os = systems[system];
  const architecture = architectures[machine];
  const isReleased = os !== 'windows' || architecture === 'amd64';
  if (os !== undefined && architecture !== undefined && isReleased) return { os, architecture };
  return describeInstallFailure('PLATFORM_UNSUPPORTED', {
    what: 'There is nothing to install on this machine.',
    why: `it is ${system} on ${machine}`,
    next: ['use an executor with Linux or macOS on amd64 or arm64, or Windows on amd64'],
  });
}
