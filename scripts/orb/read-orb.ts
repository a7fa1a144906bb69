import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { escapeTags } from '../../orb/circleci-yaml.ts';
import { readPackageFacts } from '../../orb/package-facts.ts';
import { referToOrb } from '../../src/inputs/orb-name.ts';
import { root } from '../bundle-helper.ts';
import { readStepTexts } from '../make-orb.ts';
import { type Changeset, isChangeset, readChangeset } from './changeset.ts';
import type { InterfaceFiles } from './interface.ts';
import { type OrbUnderReview, parseOrbText } from './orb-under-review.ts';
import { parseReleased } from './released-interface.ts';

/** Where the interface is kept for review. */
export const interfacePath = `${root}orb/interface.yml`;

/** Where the interface of the last release is kept. */
export const releasedPath = `${root}orb/interface.released.yml`;

/** The orb, beside what it is held against. Throws when the text is not the YAML of a map. */
export function holdForReview(text: string): OrbUnderReview {
  return {
    root: parseOrbText(text),
    reference: referToOrb(readPackageFacts().version),
    scripts: Object.values(readStepTexts()).map(escapeTags),
  };
}

/** What the repository says of the interface. Throws when the released one lacks its version. */
export function readInterfaceFiles(): InterfaceFiles {
  const changesets = `${root}.changeset`;
  const released = readIfThere(releasedPath);
  return {
    committed: readIfThere(interfacePath),
    released: released === undefined ? undefined : parseReleased(released),
    changesets: existsSync(changesets) ? readChangesets(changesets) : [],
  };
}

function readChangesets(directory: string): Changeset[] {
  return readdirSync(directory)
    .filter(isChangeset)
    .map((name) => readChangeset(name, readFileSync(`${directory}/${name}`, 'utf8')));
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
