/** A config or orb that CircleCI would refuse; the message names the place. */
export class CompileError extends Error {
  constructor(place: string, problem: string) {
    super(`${place}: ${problem}`);
    this.name = 'CompileError';
  }
}

/** A YAML map. */
export type YamlMap = Readonly<Record<string, unknown>>;

export function isYamlMap(value: unknown): value is YamlMap {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

/** The map's own member of that name, or undefined. */
export function findMember<Value>(
  map: Readonly<Record<string, Value>>,
  name: string,
): Value | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}

/** The value as a map; nothing counts as an empty one. Throws `CompileError` for anything else. */
export function expectMap(value: unknown, place: string): YamlMap {
  if (value === undefined || value === null) return {};
  if (isYamlMap(value)) return value;
  throw new CompileError(place, 'must be a map');
}

/** The value as a list; nothing counts as an empty one. Throws `CompileError` for anything else. */
export function expectList(value: unknown, place: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw new CompileError(place, 'must be a list');
}

/** The value as text, or undefined when there is none. Throws `CompileError` for anything else. */
export function expectText(value: unknown, place: string): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new CompileError(place, 'must be a text');
}

/** Throws `CompileError` on a key that is not among the known ones. */
export function expectKeys(map: YamlMap, known: readonly string[], place: string): void {
  const unknown = Object.keys(map).filter((key) => !known.includes(key));
  if (unknown.length > 0) throw new CompileError(place, `unknown key ${unknown.join(', ')}`);
}

/**
 * The name and the settings of a step or of a workflow's job, which is a name
 * alone or a map of one. Throws `CompileError` for anything else.
 */
export function expectEntry(value: unknown, place: string): readonly [string, unknown] {
  if (typeof value === 'string') return [value, undefined];
  const [entry, ...others] = Object.entries(expectMap(value, place));
  if (entry !== undefined && others.length === 0) return entry;
  throw new CompileError(place, 'it must be one name with its settings');
}
