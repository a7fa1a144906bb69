import { createHash } from 'node:crypto';
import {
  describeRelease,
  type Platform,
  type Product,
} from '../../../src/core/releases/release.ts';
import { buildGoodArchive } from './archive-shapes.ts';
import { writeBinary } from './binaries.ts';
import type { ReleaseServer } from './server.ts';
import type { SigningKey } from './signing-keys.ts';

/** One release of a test; what is left out is as it should be. */
export interface ReleaseWish {
  readonly product: Product;
  readonly version: string;
  readonly platform: Platform;
  /** The archive; one with a script that tells the version when it is left out. */
  readonly archive?: Buffer;
  /** The key that signs the sums; left out, there is no signature. */
  readonly key?: SigningKey;
  /** The text of the sums. */
  readonly sums?: string;
  /** The signature itself, in the place of one that the key makes. */
  readonly signature?: Buffer;
}

/** Where the files of the release lie on the server, and the digest of the archive. */
export interface PublishedRelease {
  readonly archivePath: string;
  readonly sumsPath: string;
  /** Those that may be asked for; the first one is there. */
  readonly signaturePaths: readonly string[];
  readonly sha256: string;
}

/** Puts the archive of a release, its sums and their signature where the products have them. */
export function publishRelease(server: ReleaseServer, wish: ReleaseWish): PublishedRelease {
  const { product, version, platform, key } = wish;
  const release = describeRelease(product, version, platform);
  const archive = wish.archive ?? buildGoodArchive(release, writeBinary(product, version));
  const sha256 = createHash('sha256').update(archive).digest('hex');
  const sums = Buffer.from(wish.sums ?? `${sha256}  ${release.archive}\n`);
  const locate = (name: string): string => `${release.directory}/${name}`;
  const signaturePaths = release.signatures.map(locate);
  const signature = wish.signature ?? key?.sign(sums);
  server.put(locate(release.archive), archive);
  server.put(locate(release.sums), sums);
  if (signature !== undefined) server.put(locate(release.signatures[0]), signature);
  return {
    archivePath: locate(release.archive),
    sumsPath: locate(release.sums),
    signaturePaths,
    sha256,
  };
}
