import type { Rule } from '../finding.ts';
import {
  listParameters,
  listParts,
  listRuns,
  type OrbPart,
  type PartKind,
  toMap,
} from '../orb-under-review.ts';

// What an orb consists of (CircleCI, "Reusing config", "Orb concepts"; facts that the
// public JSON schema does not hold).

const executorKeys = ['docker', 'machine', 'macos', 'resource_class', 'shell'];
const placeKeys = ['environment', 'working_directory', 'description', 'parameters'];
const partKeys: Readonly<Record<PartKind, readonly string[]>> = {
  commands: ['description', 'parameters', 'steps'],
  executors: [...executorKeys, ...placeKeys],
  jobs: [...executorKeys, ...placeKeys, 'executor', 'steps', 'parallelism', 'circleci_ip_ranges'],
  examples: ['description', 'usage'],
};
const orbKeys = [
  'version',
  'description',
  'display',
  'orbs',
  'commands',
  'jobs',
  'executors',
  'examples',
];
const displayKeys = ['home_url', 'source_url'];
const parameterKeys = ['description', 'type', 'default', 'enum'];
const runKeys = [
  'name',
  'command',
  'environment',
  'shell',
  'working_directory',
  'when',
  'background',
  'no_output_timeout',
  'max_auto_reruns',
  'auto_rerun_delay',
];

/** Keys that CircleCI drops or refuses. */
export const unknownKey: Rule = {
  name: 'unknown-key',
  remedy: 'correct the key, or leave it out',
  check: (orb) => {
    const parts = listParts(orb, 'commands', 'jobs', 'executors', 'examples');
    const runs = parts
      .filter(({ kind }) => kind !== 'examples')
      .flatMap(({ place, body }) => listRuns(body['steps'], `${place}.steps`));
    return [
      ...findOthers('orb', orb.root, orbKeys),
      ...findOthers('display', orb.root['display'], displayKeys),
      ...parts.flatMap(({ kind, place, body }) => findOthers(place, body, partKeys[kind])),
      ...parts
        .flatMap(listParameters)
        .flatMap(({ place, body }) => findOthers(place, body, parameterKeys)),
      ...runs.flatMap(({ place, run }) => findOthers(place, run, runKeys)),
    ];
  },
};

function findOthers(place: string, value: unknown, known: readonly string[]) {
  return Object.keys(toMap(value))
    .filter((key) => !known.includes(key))
    .map((key) => ({ place, what: `there is no key "${key}"` }));
}

/** CircleCI, "Reusing config": names of commands, jobs, executors and parameters. */
export const validName: Rule = {
  name: 'valid-name',
  remedy: 'begin with a letter, and use lower-case letters, digits, "_" and "-"',
  check: (orb) => {
    const parts = listParts(orb, 'commands', 'jobs', 'executors', 'examples');
    const named: Pick<OrbPart, 'name' | 'place'>[] = [...parts, ...parts.flatMap(listParameters)];
    return named
      .filter(({ name }) => !/^[a-z][a-z0-9_-]*$/.test(name))
      .map(({ name, place }) => ({ place, what: `"${name}" is no valid name` }));
  },
};
