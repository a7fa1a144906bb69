import { pipe, regex, string } from 'valibot';
import {
  namePlatform,
  type Platform,
  type PlatformKey,
  type Product,
} from '../../src/core/releases/release.ts';

/** The digest of one archive, and what vouches for it. */
export interface Pin {
  readonly product: Product;
  readonly version: string;
  readonly platform: PlatformKey;
  /** 64 lower-case hex digits. */
  readonly sha256: string;
  /** What vouches for the digest, in words that a reader can follow. */
  readonly source: string;
}

export const products = ['vault', 'openbao'] as const satisfies readonly Product[];

/** The machines that install-vault knows, by product; in the order of the table. */
export const platforms: Readonly<Record<Product, readonly Platform[]>> = {
  vault: [
    { os: 'darwin', architecture: 'amd64' },
    { os: 'darwin', architecture: 'arm64' },
    { os: 'linux', architecture: 'amd64' },
    { os: 'linux', architecture: 'arm64' },
    { os: 'windows', architecture: 'amd64' },
  ],
  openbao: [
    { os: 'darwin', architecture: 'amd64' },
    { os: 'darwin', architecture: 'arm64' },
    { os: 'linux', architecture: 'amd64' },
    { os: 'linux', architecture: 'arm64' },
  ],
};

/** How texts name a pinned archive: `vault@1.21.4:linux_amd64`. */
export function namePin({ product, version, platform }: Omit<Pin, 'sha256' | 'source'>): string {
  return `${product}@${version}:${platform}`;
}

/** The machine that a file means by a key; throws for one that install-vault does not know. */
export function findPlatformKey(product: Product, key: string): PlatformKey {
  const platform = platforms[product].map(namePlatform).find((known) => known === key);
  if (platform === undefined) throw new Error(`install-vault has no ${product} for ${key}`);
  return platform;
}

/** A digest in a file. */
export const sha256Schema = pipe(
  string(),
  regex(/^[0-9a-f]{64}$/, 'a digest is not 64 hex digits in lower case'),
);
