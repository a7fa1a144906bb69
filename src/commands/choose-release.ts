import { Failed, isFailure } from '../core/failure.ts';
import { chooseVersion, listPinned, productTitles } from '../core/releases/choose-version.ts';
import {
  describeRelease,
  namePlatform,
  type Product,
  type Release,
  type ReleaseKey,
  type ReleaseTable,
} from '../core/releases/release.ts';
import type { InstallPorts } from '../install-ports.ts';
import type { InstallRequest } from './install-request.ts';

/** What is trusted before anything is downloaded. */
export interface ReleaseTrust {
  readonly digests: ReleaseTable;
  readonly keys: Readonly<Partial<Record<Product, ReleaseKey>>>;
  readonly origins: Readonly<Record<Product, string>>;
}

/** The release to install. */
export interface ChosenRelease extends Release {
  readonly product: Product;
  readonly version: string;
  /** Product and version for the reader. */
  readonly title: string;
  /** Address of the directory of its files. */
  readonly url: string;
  /** SHA-256 of the archive, if this orb knows it. */
  readonly pinned: string | undefined;
  /** What its sums are signed with, if this orb has it. */
  readonly key: ReleaseKey | undefined;
  /** The newest version whose digest this orb knows. */
  readonly newestPinned: string | undefined;
}

/** Chooses the release and says which it is where the step left that open. Throws `Failed`. */
export function chooseRelease(
  request: InstallRequest,
  trust: ReleaseTrust,
  { programs: { platform }, report }: InstallPorts,
): ChosenRelease {
  const { product, version: wish } = request;
  const pinned = listPinned(product, platform, trust.digests);
  const version = chooseVersion(wish, product, pinned, platform);
  if (isFailure(version)) throw new Failed([version]);
  const release = describeRelease(product, version, platform);
  const title = `${productTitles[product]} ${version}`;
  if (wish.kind === 'newest') {
    report.note(
      `"${wish.written}" is ${title}, the newest that this orb knows; write version: "${version}" to stay with it`,
    );
  }
  return {
    ...release,
    product,
    version,
    title,
    url: `${request.releaseUrl ?? trust.origins[product]}/${release.directory}`,
    pinned: trust.digests[product][version]?.[namePlatform(platform)],
    key: trust.keys[product],
    newestPinned: pinned.at(-1),
  };
}
