/** A mapping of a parsed YAML document. */
export type YamlMap = Readonly<Record<string, unknown>>;

/** Tells a mapping from a list and from a single value. */
export function isYamlMap(value: unknown): value is YamlMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value if it is a mapping, else an empty one: what CircleCI refuses is not judged here. */
export function asMap(value: unknown): YamlMap {
  return isYamlMap(value) ? value : {};
}

/** The value if it is a list, else an empty one. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The mapping's own member; undefined when there is none. */
export function findMember(map: YamlMap, name: string): unknown {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}

/** A step or a job as a list names it: `name` alone, or `name: settings`. */
export function readEntry(entry: unknown): readonly [name: string, settings: unknown] | undefined {
  if (typeof entry === 'string') return [entry, undefined];
  return Object.entries(asMap(entry))[0];
}
