import { isDeepStrictEqual } from 'node:util';
import { isMapping, type OrbFiles } from '../unpack/orb-files.ts';
import { packOrb } from '../unpack/pack.ts';
import type { Finding } from './finding.ts';
import type { OrbUnderReview } from './orb-under-review.ts';

/** Whether the orb's directory, which people read and pack, is the same orb. */
export function checkUnpackedForm({ root }: OrbUnderReview, files: OrbFiles): Finding[] {
  return findDifferences(files, root).map(({ place, what }) => ({
    rule: 'unpacked-form',
    place,
    what,
    remedy: 'run "npm run build"; if that does not mend it, mend scripts/unpack',
  }));
}

function findDifferences(files: OrbFiles, root: unknown): Pick<Finding, 'place' | 'what'>[] {
  try {
    const what = 'the directory dist/orb packs into something else';
    return listPlaces(packOrb(files), root, 'orb').map((place) => ({ place, what }));
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return [{ place: 'orb', what: `the directory dist/orb does not pack: ${words}` }];
  }
}

/** The places, as deep as there are mappings, where the two values differ. */
function listPlaces(left: unknown, right: unknown, place: string): string[] {
  if (isDeepStrictEqual(left, right)) return [];
  if (!isMapping(left) || !isMapping(right)) return [place];
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].flatMap((key) => listPlaces(left[key], right[key], `${place}.${key}`));
}
