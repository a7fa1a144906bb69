import { type Filled, fillTags, type Scope } from './fill-tags.ts';
import type { Library } from './library.ts';
import { markUnknown } from './unknown-text.ts';
import { asMap, findMember, type YamlMap } from './yaml-values.ts';

/** Where steps stand: what their tags and names mean there. */
export interface Place {
  readonly scope: Scope;
  readonly library: Library;
  /** For messages, such as `job deploy`. */
  readonly name: string;
  /** The commands whose steps these are, outermost first. */
  readonly callers: readonly YamlMap[];
}

/** Steps as an argument: they mean what they mean where they were written. */
export class WrittenSteps {
  readonly steps: unknown;
  readonly place: Place;

  constructor(steps: unknown, place: Place) {
    this.steps = steps;
    this.place = place;
  }
}

/** What a call gives, filled in where the call stands. */
export function readArguments(
  declarations: unknown,
  settings: unknown,
  caller: Place,
): Readonly<Record<string, Filled>> {
  const given = Object.entries(asMap(settings)).map(([name, value]) => {
    const { type } = asMap(findMember(asMap(declarations), name));
    return [name, readArgument(value, type, caller)] as const;
  });
  return Object.fromEntries(given);
}

function readArgument(value: unknown, type: unknown, caller: Place): Filled {
  if (type !== 'steps' || typeof value === 'string') return fillTags(value, caller.scope);
  return { value: new WrittenSteps(value, caller), isFixed: true };
}

/**
 * The scope inside what is called: its parameters with the values given, else
 * their defaults, and the values of its own config. What is neither given nor has
 * a default is unknown.
 */
export function bindArguments(
  declarations: unknown,
  given: Readonly<Record<string, Filled>>,
  home: Omit<Place, 'scope'>,
): Scope {
  const bound = Object.entries(asMap(declarations)).map(([name, facts]) => {
    const key = `parameters.${name}`;
    return [key, given[name] ?? readDefault(key, asMap(facts), home)] as const;
  });
  return { ...home.library.values, ...Object.fromEntries(bound) };
}

function readDefault(key: string, facts: YamlMap, home: Omit<Place, 'scope'>): Filled {
  const value = findMember(facts, 'default');
  if (value === undefined) return { value: markUnknown(`<< ${key} >>`), isFixed: false };
  if (facts['type'] !== 'steps') return { value, isFixed: true };
  return { value: new WrittenSteps(value, { ...home, scope: home.library.values }), isFixed: true };
}
