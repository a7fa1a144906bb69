import type { CliResult } from '../circleci-cli/circleci-cli.ts';
import { describeTaken, describeUnasked, isPassing, isSurelyUnsent } from './failed-publish.ts';
import { isThere, mostTries, type Publication, pausesMs, readUntil, send } from './publication.ts';
import { describeReadBack, readBack } from './read-back.ts';
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
  let mayHaveLanded = false;
  for (let attempt = 1; ; attempt += 1) {
    const result = await send(publication);
    mayHaveLanded ||= !isSurelyUnsent(publication.cli, result);
    const stored = await readBack(publication, mayHaveLanded);
    const hasFailed = result.exitStatus !== 0;
    if (isThere(publication, stored)) return hasFailed ? 'despite a failure' : 'now';
    if (attempt === mostTries || !maySendAgain(publication, result, stored)) {
      throw describeReadBack(publication, { result, mayHaveLanded }, stored);
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

/** Only what is surely absent is sent again, or what 0.1 cannot tell from absent. */
function maySendAgain({ cli }: Publication, result: CliResult, { kind }: StoredVersion): boolean {
  if (result.exitStatus === 0 || !isPassing(cli, result)) return false;
  return kind === 'absent' || (kind === 'unknown' && cli.generation === '0.1');
}
