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
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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

/** Throws `CompileError` on a key that is not among the known ones. */
export function expectKeys(map: YamlMap, known: readonly string[], place: string): void {
  const unknown = Object.keys(map).filter((key) => !known.includes(key));
  if (unknown.length > 0) throw new CompileError(place, `unknown key ${unknown.join(', ')}`);
}
