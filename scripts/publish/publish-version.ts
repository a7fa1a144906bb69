import { describeUnpublished, isPassing } from './failed-publish.ts';
import { isThere, mostTries, type Publication, pausesMs, readUntil, send } from './publication.ts';
import { describeReadBack, publishProduction } from './publish-production.ts';

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

/** A dev version may be sent again whenever an answer was lost: the last one counts. */
async function publishDev(publication: Publication): Promise<Published> {
  const { cli, release, pause } = publication;
  let result = await send(publication);
  for (let attempt = 1; attempt < mostTries; attempt += 1) {
    if (result.exitStatus === 0 || !isPassing(cli, result)) break;
    await pause(pausesMs[attempt - 1] ?? 0);
    result = await send(publication);
  }
  // An older version with the same source must not pass for this one.
  if (result.exitStatus !== 0) throw describeUnpublished(cli, release, result);
  const stored = await readUntil(publication, (found) => isThere(publication, found));
  if (isThere(publication, stored)) return 'now';
  throw describeReadBack(publication, result, stored);
}
