import { describeUnpublished, isPassing, isRefused } from './failed-publish.ts';
import { isThere, mostTries, type Publication, pausesMs, send } from './publication.ts';
import { publishProduction } from './publish-production.ts';
import { describeReadBack, readBack } from './read-back.ts';

/** How the version came to be in the registry. */
export type Published = 'now' | 'before' | 'despite a failure';

/**
 * Publishes the orb and reads it back; the exit status of the CLI proves nothing
 * by itself, in either direction. Throws `Refused` when the registry does not hold
 * the orb at the end, or when nobody knows.
 */
export function publishVersion(publication: Publication): Promise<Published> {
  return publication.release.isProduction
    ? publishProduction(publication)
    : publishDev(publication);
}

/**
 * A dev version may be sent again whenever an answer was lost: the last one counts.
 * As the registry takes it again, a refusal is no echo of a try that landed.
 */
async function publishDev(publication: Publication): Promise<Published> {
  const { cli, release, pause } = publication;
  let mayHaveLanded = false;
  for (let attempt = 1; ; attempt += 1) {
    const result = await send(publication);
    const hasFailed = result.exitStatus !== 0;
    mayHaveLanded ||= !isRefused(cli, result);
    // Not read back: an older version with the same source would pass for this one.
    if (!mayHaveLanded) throw describeUnpublished(cli, release, result);
    if (!hasFailed || !isPassing(cli, result) || attempt === mostTries) {
      const stored = await readBack(publication, mayHaveLanded);
      if (isThere(publication, stored)) return hasFailed ? 'despite a failure' : 'now';
      throw describeReadBack(publication, { result, mayHaveLanded }, stored);
    }
    await pause(pausesMs[attempt - 1] ?? 0);
  }
}
