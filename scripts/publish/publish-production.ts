import type { CliResult } from './circleci-cli.ts';
import {
  describeDoubt,
  describeTaken,
  describeUnasked,
  describeUnproven,
  describeUnpublished,
  isPassing,
} from './failed-publish.ts';
import { isThere, mostTries, type Publication, pausesMs, readUntil, send } from './publication.ts';
import type { Refused } from './refusal.ts';
import type { StoredVersion } from './stored-version.ts';

/**
 * A production version can be sent once. It is read before, so that a second run
 * succeeds where the first one did; and after every try, since a lost answer looks
 * like a failure. Throws `Refused` when the registry does not hold the orb.
 */
export async function publishProduction(
  publication: Publication,
): Promise<'now' | 'before' | 'despite a failure'> {
  if (await isPublished(publication)) return 'before';
  for (let attempt = 1; ; attempt += 1) {
    const result = await send(publication);
    const stored = await readBack(publication, result);
    const hasFailed = result.exitStatus !== 0;
    if (isThere(publication, stored)) return hasFailed ? 'despite a failure' : 'now';
    if (attempt === mostTries || !maySendAgain(publication, result, stored)) {
      throw describeReadBack(publication, result, stored);
    }
    await publication.pause(pausesMs[attempt - 1] ?? 0);
  }
}

/** Whether the registry holds this orb; throws `Refused` when it holds another or does not say. */
async function isPublished(publication: Publication): Promise<boolean> {
  const { cli, release } = publication;
  const isLegacy = cli.generation === '0.1';
  const stored = await readUntil(
    publication,
    (found) => isLegacy || found.kind !== 'unknown' || !isPassing(cli, found.result),
  );
  if (isThere(publication, stored)) return true;
  if (stored.kind === 'present') throw describeTaken(release);
  // The CLI 0.1 has one exit status for "absent" and "not asked". To send it is safe
  // all the same: the registry takes a production version once.
  if (stored.kind === 'unknown' && !isLegacy) throw describeUnasked(release, stored.result);
  return false;
}

/** Reads the version after a try; a refusal in so many words is believed at the first look. */
function readBack(publication: Publication, result: CliResult): Promise<StoredVersion> {
  const isRefused = result.exitStatus !== 0 && !isPassing(publication.cli, result);
  return readUntil(publication, (found) => isRefused || isThere(publication, found));
}

/** Only what is surely absent is sent again, or what 0.1 cannot tell from absent. */
function maySendAgain({ cli }: Publication, result: CliResult, { kind }: StoredVersion): boolean {
  if (result.exitStatus === 0 || !isPassing(cli, result)) return false;
  return kind === 'absent' || (kind === 'unknown' && cli.generation === '0.1');
}

/** Why the registry does not hold the version after the CLI was called. */
export function describeReadBack(
  { cli, release }: Publication,
  result: CliResult,
  stored: StoredVersion,
): Refused {
  const hasFailed = result.exitStatus !== 0;
  if (stored.kind === 'present') {
    return release.isProduction ? describeTaken(release) : describeUnproven(release, 'present');
  }
  if (stored.kind === 'absent') {
    return hasFailed
      ? describeUnpublished(cli, release, result)
      : describeUnproven(release, 'absent');
  }
  return hasFailed && !isPassing(cli, result)
    ? describeUnpublished(cli, release, result)
    : describeDoubt(cli, release, result, stored.result);
}
