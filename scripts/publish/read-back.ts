import type { CliResult } from '../circleci-cli/circleci-cli.ts';
import type { Refused } from '../refusal.ts';
import {
  describeDoubt,
  describeTaken,
  describeUnproven,
  describeUnpublished,
} from './failed-publish.ts';
import { isThere, type Publication, readUntil } from './publication.ts';
import type { StoredVersion } from './stored-version.ts';

/** How sending went. */
export interface Sending {
  /** What the last try gave. */
  readonly result: CliResult;
  /** Whether any try, the last or one before it, may have reached the registry. */
  readonly mayHaveLanded: boolean;
}

/** Reads the version after a try: once where nothing can have landed, else until it is there. */
export function readBack(publication: Publication, mayHaveLanded: boolean): Promise<StoredVersion> {
  return readUntil(publication, (found) => !mayHaveLanded || isThere(publication, found));
}

/**
 * Why the version does not count as published, when the registry was read and does
 * not hold this orb: that nothing was published is told only where it is known.
 */
export function describeReadBack(
  { cli, release }: Publication,
  { result, mayHaveLanded }: Sending,
  stored: StoredVersion,
): Refused {
  if (stored.kind === 'unknown') {
    return mayHaveLanded
      ? describeDoubt(cli, release, result, stored.result)
      : describeUnpublished(cli, release, result);
  }
  if (stored.kind === 'present' && release.isProduction) return describeTaken(release);
  return result.exitStatus === 0
    ? describeUnproven(release, stored.kind)
    : describeUnpublished(cli, release, result);
}
