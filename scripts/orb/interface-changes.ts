import { isDeepStrictEqual } from 'node:util';
import type { YamlMap } from '../../test/support/runner/compile-error.ts';
import { type Bump, findLargest } from './changeset.ts';
import { parseOrbText, toMap } from './orb-under-review.ts';

/** Something in the interface that is not as it was. */
export interface InterfaceChange {
  /** Where, as a path of keys: `commands.load-secrets.parameters.role`. */
  readonly place: string;
  readonly what: string;
  /** The least that it demands: whoever made the change may know of more. */
  readonly bump: Bump;
}

/** What is not as it was, from the texts of two interfaces. Throws when one is no YAML map. */
export function listInterfaceChanges(before: string, now: string): InterfaceChange[] {
  if (before === now) return [];
  const [old, current] = [parseOrbText(before), parseOrbText(now)];
  const changes = ['commands', 'jobs', 'executors'].flatMap((kind) =>
    compareMembers(toMap(old[kind]), toMap(current[kind]), kind, comparePart),
  );
  return changes.length > 0
    ? changes
    : [{ place: 'orb', what: 'its texts or steps changed', bump: 'patch' }];
}

/** The least bump that all of them together demand; undefined when there is none. */
export function findLeastBump(changes: readonly InterfaceChange[]): Bump | undefined {
  return findLargest(changes.map(({ bump }) => bump));
}

/** One line for those that demand that bump. */
export function tellChanges(changes: readonly InterfaceChange[], bump: Bump): string {
  return changes
    .filter((change) => change.bump === bump)
    .map(({ place, what }) => `${place}: ${what}`)
    .join('; ');
}

type Compare = (old: YamlMap, current: YamlMap, place: string) => InterfaceChange[];

function compareMembers(
  old: YamlMap,
  current: YamlMap,
  place: string,
  compare: Compare,
  bumpOfNew: (member: YamlMap) => Bump = () => 'minor',
): InterfaceChange[] {
  const names = [...new Set([...Object.keys(old), ...Object.keys(current)])];
  return names.flatMap((name) => {
    const where = `${place}.${name}`;
    const [was, is] = [toMap(old[name]), toMap(current[name])];
    if (!(name in current)) return [{ place: where, what: 'it is gone', bump: 'major' }];
    if (name in old) return compare(was, is, where);
    const bump = bumpOfNew(is);
    const what = bump === 'major' ? 'it is new and required' : 'it is new';
    return [{ place: where, what, bump }];
  });
}

/** A command, a job or an executor. What its steps do is not looked into. */
function comparePart(old: YamlMap, current: YamlMap, place: string): InterfaceChange[] {
  const { parameters: was, ...before } = old;
  const { parameters: is, ...now } = current;
  const where = `${place}.parameters`;
  const changes = compareMembers(toMap(was), toMap(is), where, compareParameter, (declared) =>
    declared['default'] === undefined ? 'major' : 'minor',
  );
  if (changes.length > 0 || isDeepStrictEqual(before, now)) return changes;
  return [{ place, what: 'its texts or steps changed', bump: 'patch' }];
}

function compareParameter(old: YamlMap, current: YamlMap, place: string): InterfaceChange[] {
  const change = (what: string, bump: Bump): InterfaceChange[] => [{ place, what, bump }];
  if (old['type'] !== current['type']) return change('its type changed', 'major');
  const [was, is] = [old['default'], current['default']];
  if (was !== undefined && is === undefined) return change('it is required now', 'major');
  if (was !== undefined && !isDeepStrictEqual(was, is))
    return change('its default changed', 'major');
  const [values, more] = [listValues(old), listValues(current)];
  if (values.some((value) => !more.includes(value))) return change('a value is gone', 'major');
  if (was !== is) return change('it has a default now', 'minor');
  if (more.length > values.length) return change('it has a new value', 'minor');
  return isDeepStrictEqual(old, current) ? [] : change('its description changed', 'patch');
}

/** The values of an enumeration. */
function listValues(declared: YamlMap): readonly unknown[] {
  return Array.isArray(declared['enum']) ? declared['enum'] : [];
}
