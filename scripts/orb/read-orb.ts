import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { escapeTags } from '../../orb/orb.ts';
import { referToOrb } from '../../orb/orb-name.ts';
import { readPackageFacts } from '../../orb/package-facts.ts';
import { root } from '../bundle-helper.ts';
import type { InterfaceFiles } from './interface.ts';
import { type OrbUnderReview, parseOrbText } from './orb-under-review.ts';

/** Where the interface is kept for review. */
export const interfacePath = `${root}orb/interface.yml`;

/** The orb, beside what it is held against. Throws when the text is not the YAML of a map. */
export function holdForReview(text: string): OrbUnderReview {
  return {
    root: parseOrbText(text),
    reference: referToOrb(readPackageFacts().version),
    scripts: [escapeTags(readFileSync(`${root}orb/launcher.sh`, 'utf8'))],
  };
}

/** What the repository says of the interface. */
export function readInterfaceFiles(): InterfaceFiles {
  const changesets = `${root}.changeset`;
  return {
    committed: readIfThere(interfacePath),
    released: readIfThere(`${root}orb/interface.released.yml`),
    changesets: existsSync(changesets) ? readdirSync(changesets) : [],
  };
}

function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
