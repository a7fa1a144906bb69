import { parse } from 'yaml';
import { orbName } from '../../src/inputs/orb-name.ts';
import { toMap } from './orb-under-review.ts';

/** How far a version is raised, from the least. */
export const bumps = ['patch', 'minor', 'major'] as const;
export type Bump = (typeof bumps)[number];

/** A file of `.changeset` that tells the users of a change. */
export interface Changeset {
  /** The file's name. */
  readonly name: string;
  /** How it raises the version; undefined when it does not, or when it tells nothing. */
  readonly bump: Bump | undefined;
}

/** Whether a file of `.changeset` is to tell the users of a change. */
export function isChangeset(name: string): boolean {
  return name.endsWith('.md') && name !== 'README.md';
}

// As @changesets/parse reads it.
const form = /^\s*---(?<head>.*?)\n\s*---\s*?\n(?<text>.*)$/s;

/** Reads the file of that name; one that is not in the form of a changeset raises nothing. */
export function readChangeset(name: string, file: string): Changeset {
  const { head = '', text = '' } = form.exec(file)?.groups ?? {};
  const bump = text.trim() === '' ? undefined : readBumps(head)[orbName];
  return { name, bump: bumps.find((known) => known === bump) };
}

function readBumps(head: string): Readonly<Record<string, unknown>> {
  try {
    return toMap(parse(head.trim()));
  } catch {
    return {};
  }
}

/** The largest of them; undefined when there is none. */
export function findLargest(some: readonly (Bump | undefined)[]): Bump | undefined {
  return bumps.findLast((bump) => some.includes(bump));
}

/** Whether the one raises at least as far as the other. */
export function suffices(bump: Bump | undefined, demanded: Bump): boolean {
  return bump !== undefined && bumps.indexOf(bump) >= bumps.indexOf(demanded);
}
