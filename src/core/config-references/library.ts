import { fillTags, type Scope } from './fill-tags.ts';
import { asMap, findMember, isYamlMap, type YamlMap } from './yaml-values.ts';

/** What goes by its name in a config or an inline orb: `name` for its own, `alias/name` for an orb's. */
export interface Library {
  readonly commands: YamlMap;
  readonly jobs: YamlMap;
  /** The orbs that it imports, by their alias. */
  readonly orbs: Readonly<Record<string, ImportedOrb>>;
  /** The `pipeline.…` values; an orb has none (CircleCI, "Pipeline values and parameters"). */
  readonly values: Scope;
}

/** An orb as a config imports it: this project's, one that the config itself holds, or one out of sight. */
export type ImportedOrb = 'vault-oidc' | 'out of sight' | Library;

/** A command or job, and the library that its own names are looked up in. */
export interface Definition {
  readonly body: YamlMap;
  readonly library: Library;
}

const orbName = 'vault-oidc';

/** What a config defines, its inline orbs among it; `values` are those of the pipeline, which its tags may name anywhere. */
export function readLibrary(config: unknown, values: Scope): Library {
  return readDocument(asMap(config), values);
}

function readDocument(document: YamlMap, values: Scope): Library {
  const orbs = Object.entries(asMap(document['orbs'])).map(
    ([alias, orb]) => [alias, readOrb(alias, orb, values)] as const,
  );
  return {
    commands: asMap(document['commands']),
    jobs: asMap(document['jobs']),
    orbs: Object.fromEntries(orbs),
    values,
  };
}

/** An orb is this project's by its name, whatever its namespace and alias; inline, by its alias. */
function readOrb(alias: string, orb: unknown, values: Scope): ImportedOrb {
  if (isYamlMap(orb)) return alias === orbName ? orbName : readDocument(orb, {});
  const reference = String(fillTags(orb, values).value);
  const [name = ''] = reference.split('@');
  return name.split('/').at(-1) === orbName ? orbName : 'out of sight';
}

/** Finds the command of this project's orb that a name stands for, such as `load-secrets`. */
export function findOwnCommand(name: string, library: Library): string | undefined {
  const [alias = '', command] = name.split('/');
  return findOrb(alias, library) === orbName ? command : undefined;
}

/** Finds what a name stands for; undefined for what is CircleCI's own, out of sight or nowhere. */
export function findDefinition(
  kind: 'commands' | 'jobs',
  name: string,
  library: Library,
): Definition | undefined {
  const [first = '', second, ...others] = name.split('/');
  const owner = second === undefined ? library : findOrb(first, library);
  if (owner === undefined || typeof owner === 'string' || others.length > 0) return undefined;
  const body = findMember(owner[kind], second ?? first);
  return isYamlMap(body) ? { body, library: owner } : undefined;
}

function findOrb(alias: string, { orbs }: Library): ImportedOrb | undefined {
  return Object.hasOwn(orbs, alias) ? orbs[alias] : undefined;
}

/** The name that a definition is another name for (`deploy: my-orb/deploy`); else the name itself. */
export function followName(kind: 'commands' | 'jobs', name: string, library: Library): string {
  const body = findMember(library[kind], name);
  return typeof body === 'string' && body.includes('/') ? body : name;
}
