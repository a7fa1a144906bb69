import type { CircleCiCli, CliResult } from '../circleci-cli/circleci-cli.ts';
import type { Release } from './release.ts';
import { holds, readVersion, type StoredVersion } from './stored-version.ts';

/** The file that is published, and its text as it was checked. */
export interface PackedOrb {
  readonly path: string;
  readonly source: string;
}

/** What is published, as what, and by what. */
export interface Publication {
  readonly cli: CircleCiCli;
  readonly release: Release;
  readonly orb: PackedOrb;
  /** Waits before the next try. */
  readonly pause: (ms: number) => Promise<void>;
  /** Told before each try: from there on the registry may hold the version. */
  readonly onSend: () => void;
}

/** How often anything is tried, at most. */
export const mostTries = 3;
/** How long to wait after the first and the second try. */
export const pausesMs = [1000, 3000] as const;

/** Lets the CLI publish, once. */
export function send({ cli, release, orb, onSend }: Publication): Promise<CliResult> {
  onSend();
  return cli.run('orb', 'publish', orb.path, release.reference);
}

/** Asks the registry until the answer is what is wanted, or three times; gives the last answer. */
export async function readUntil(
  { cli, release, pause }: Publication,
  isWanted: (stored: StoredVersion) => boolean,
): Promise<StoredVersion> {
  let stored = await readVersion(cli, release.reference);
  for (const ms of pausesMs) {
    if (isWanted(stored)) break;
    await pause(ms);
    stored = await readVersion(cli, release.reference);
  }
  return stored;
}

/** Whether the registry holds what was published. */
export function isThere({ orb }: Publication, stored: StoredVersion): boolean {
  return holds(stored, orb.source);
}
