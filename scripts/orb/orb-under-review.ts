import { parseDocument as parseYaml } from 'yaml';
import { yamlVersion } from '../../orb/circleci-yaml.ts';
import { isYamlMap, type YamlMap } from '../../test/support/runner/compile-error.ts';

/** An orb, and what the rules hold it against. */
export interface OrbUnderReview {
  /** The map that its YAML holds. */
  readonly root: YamlMap;
  /** What a config writes to use it, such as `org/vault-oidc@1`. */
  readonly reference: string;
  /** The texts of the project's script files, as the orb holds them. */
  readonly scripts: readonly string[];
}

/** A command, job, executor or example; of one that is no map, the body is empty. */
export interface OrbPart {
  readonly kind: PartKind;
  readonly name: string;
  readonly place: string;
  readonly body: YamlMap;
}

export type PartKind = 'commands' | 'jobs' | 'executors' | 'examples';

/** A scalar that is text, and where it stands. */
export interface PlacedText {
  readonly place: string;
  readonly text: string;
}

/** A `run` step. */
export interface PlacedRun {
  readonly place: string;
  /** What stands behind `run:`. */
  readonly run: unknown;
}

/** The map that the YAML holds. Throws with the first thing that is wrong with the YAML. */
export function parseOrbText(text: string): YamlMap {
  const document = parseYaml(text, { ...yamlVersion, uniqueKeys: true, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) throw new Error(error.message);
  const parsed: unknown = document.toJS();
  if (!isYamlMap(parsed)) throw new Error('it is no map');
  return parsed;
}

/** The value if it is a map, else an empty one: what is no map breaks a rule of its own. */
export function toMap(value: unknown): YamlMap {
  return isYamlMap(value) ? value : {};
}

/** The parts of those kinds, in their order. */
export function listParts({ root }: OrbUnderReview, ...kinds: readonly PartKind[]): OrbPart[] {
  return kinds.flatMap((kind) =>
    Object.entries(toMap(root[kind])).map(([name, body]) => ({
      kind,
      name,
      place: `${kind}.${name}`,
      body: toMap(body),
    })),
  );
}

/** The declared parameters of a part, by their places. */
export function listParameters({ place, body }: OrbPart): Omit<OrbPart, 'kind'>[] {
  return Object.entries(toMap(body['parameters'])).map(([name, facts]) => ({
    name,
    place: `${place}.parameters.${name}`,
    body: toMap(facts),
  }));
}

/** Every text below a value. */
export function listTexts(value: unknown, place: string): PlacedText[] {
  if (typeof value === 'string') return [{ place, text: value }];
  return listMembers(value).flatMap(([key, member]) => listTexts(member, `${place}.${key}`));
}

/** Every `run` step below a value, also inside `when` and `unless`. */
export function listRuns(value: unknown, place: string): PlacedRun[] {
  return listMembers(value).flatMap(([key, member]) => {
    const where = `${place}.${key}`;
    const isRun = key === 'run' && isYamlMap(value) && /\.\d+$/.test(place);
    return isRun ? [{ place: where, run: member }] : listRuns(member, where);
  });
}

function listMembers(value: unknown): [string, unknown][] {
  if (Array.isArray(value)) return value.map((item, index) => [String(index), item]);
  return Object.entries(toMap(value));
}

/** The shell text of a `run` step; empty when it has none. */
export function readCommand(run: unknown): string {
  const command = isYamlMap(run) ? run['command'] : run;
  return typeof command === 'string' ? command : '';
}
