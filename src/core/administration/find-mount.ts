import { getMember, getText, type JsonObject } from '../json.ts';
import type { Mount } from '../vault-answers.ts';

/** The engine that serves a path, given all mounts of `sys/mounts`; undefined when none does. */
export function findMount(asked: readonly string[], mounts: JsonObject): Mount | undefined {
  const path = `${asked.join('/')}/`;
  const [place] = Object.keys(mounts)
    .filter((name) => name.endsWith('/') && path.startsWith(name))
    .sort((one, other) => other.length - one.length);
  if (place === undefined) return undefined;
  const facts = getMember(mounts, place);
  return {
    segments: place.slice(0, -1).split('/'),
    isVersioned: getText(getMember(facts, 'options'), 'version') === '2',
    isInternal: getText(facts, 'type') === 'system',
  };
}
