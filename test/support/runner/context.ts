import type { YamlMap } from './compile-error.ts';

/** What `<< … >>` may name: `parameters.x`, `pipeline.y`. */
export type Scope = Readonly<Record<string, unknown>>;

export interface SubstituteOptions {
  /** How a boolean looks inside text; CircleCI's documentation shows both. */
  readonly booleansAs: 'true/false' | '1/0';
}

/** What goes by its name in one config or orb: `name` for its own, `alias/name` for an orb's. */
export interface Library {
  readonly commands: YamlMap;
  readonly executors: YamlMap;
  readonly jobs: YamlMap;
  /** The orbs that it imports, by their alias. */
  readonly orbs: Readonly<Record<string, Library>>;
  /** The `pipeline.…` values; an orb has none. */
  readonly values: Scope;
}

/** Where a text stands, and what its tags mean there. */
export interface TagContext {
  readonly scope: Scope;
  /** For messages. */
  readonly place: string;
  readonly options: SubstituteOptions;
}

/** Where a step or a call stands, and what its tags and names mean there. */
export interface Context extends TagContext {
  readonly library: Library;
  /** The commands whose steps these are, outermost first. */
  readonly callers: readonly YamlMap[];
}

/** Steps or an executor as an argument: they mean what they mean where they were written. */
export class Written {
  readonly value: unknown;
  readonly context: Context;

  constructor(value: unknown, context: Context) {
    this.value = value;
    this.context = context;
  }
}
