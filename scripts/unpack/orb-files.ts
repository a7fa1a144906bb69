/** An orb as its author's directory: text by path, with `/` between parts. */
export type OrbFiles = ReadonlyMap<string, string>;

/** A mapping, as YAML gives it. */
export type Mapping = Readonly<Record<string, unknown>>;

/** The file that holds whatever is no component. */
export const rootFile = '@orb.yml';

/** Each kind of component has a directory, and each component a file in it. */
export const componentKinds = ['commands', 'jobs', 'executors', 'examples'] as const;

/** The kinds whose files may include others; an example is shown as it is written. */
export const includingKinds: ReadonlySet<string> = new Set(['commands', 'jobs', 'executors']);

/** Tells a mapping from a list and from a single value. */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
