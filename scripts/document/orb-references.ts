import { orbName, referToOrb } from '../../src/inputs/orb-name.ts';

const reference = new RegExp(
  `\\b[a-z0-9][\\w-]*/${orbName}@(?:(?<pinned>\\d+\\.\\d+\\.\\d+)|\\d+)(?![\\w.]*\\d)`,
  'g',
);

/**
 * The document with every use of the orb as a config of today writes it: this
 * namespace, and the major version that follows from `version`. A pinned version
 * stays, as what is said of it does.
 */
export function writeOrbReferences(document: string, version: string): string {
  const current = referToOrb(version);
  return document.replace(reference, (...match) => {
    const { pinned } = match.at(-1);
    return pinned === undefined ? current : current.replace(/@.*/, `@${pinned}`);
  });
}
