import { parse } from 'yaml';
import {
  CompileError,
  expectKeys,
  expectMap,
  findMember,
  isYamlMap,
  type YamlMap,
} from './compile-error.ts';
import type { Library, Scope, SubstituteOptions } from './context.ts';
import { checkDefinitions, type DefinitionKind } from './definitions.ts';
import { substitute } from './substitute.ts';

/** What a config or an orb is read with. */
export interface LibrarySource {
  /** Orb YAML by its name without a version. */
  readonly orbs: Readonly<Record<string, string>>;
  readonly values: Scope;
  readonly options: SubstituteOptions;
}

/** A command, executor or job, and the library that its own names are looked up in. */
export interface Definition {
  readonly body: YamlMap;
  readonly library: Library;
}

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

/** The map that the text of a config or an orb holds. Throws `CompileError` on another version. */
export function parseDocument(text: string, place: string): YamlMap {
  const parsed: unknown = parse(text, { uniqueKeys: true, version: '1.1' });
  const map = expectMap(parsed, place);
  if (Number(map['version']) !== 2.1) throw new CompileError(place, 'the version must be 2.1');
  return map;
}

/** Reads and checks what a config or an orb defines, and the orbs that it imports. */
export function readLibrary(document: YamlMap, source: LibrarySource, place: string): Library {
  const read = (kind: DefinitionKind): YamlMap =>
    checkDefinitions(kind, document[kind], {
      scope: source.values,
      place: `${place}.${kind}`,
      options: source.options,
    });
  return {
    commands: read('commands'),
    executors: read('executors'),
    jobs: read('jobs'),
    orbs: readOrbs(document['orbs'], source, place),
    values: source.values,
  };
}

function readOrbs(value: unknown, source: LibrarySource, place: string): Library['orbs'] {
  const entries = Object.entries(expectMap(value, `${place}.orbs`)).map(([alias, orb]) => {
    const where = `orb ${alias}`;
    const document = isYamlMap(orb) ? orb : findOrb(orb, source, where);
    expectKeys(document, orbKeys, where);
    // CircleCI, "Pipeline values and parameters": orbs, inline ones too, see none of them.
    return [alias, readLibrary(document, { ...source, values: {} }, where)];
  });
  return Object.fromEntries(entries);
}

function findOrb(value: unknown, source: LibrarySource, place: string): YamlMap {
  const { values: scope, options } = source;
  const reference = String(substitute(value, { scope, place, options }));
  const [name = '', version] = reference.split('@');
  if (version === undefined) throw new CompileError(place, `"${reference}" has no version`);
  const text = findMember(source.orbs, name);
  if (text === undefined) throw new CompileError(place, `there is no orb "${name}" here`);
  return parseDocument(text, place);
}

/** Finds what a name stands for in a config or an orb. Throws `CompileError` when it is nothing. */
export function findDefinition(
  kind: DefinitionKind,
  name: string,
  library: Library,
  place: string,
): Definition {
  const [first = '', second, ...others] = name.split('/');
  const owner = second === undefined ? library : findMember(library.orbs, first);
  const body = owner && findMember(owner[kind], second ?? first);
  if (owner === undefined || body === undefined || others.length > 0) {
    const word = kind.slice(0, -1);
    throw new CompileError(place, `Cannot find a definition for ${word} named ${name}`);
  }
  // Other names stand for what an orb defines, so that they cannot go in circles.
  if (typeof body !== 'string') return { body: expectMap(body, place), library: owner };
  if (body.includes('/')) return findDefinition(kind, body, owner, place);
  throw new CompileError(place, `"${body}" is no orb's`);
}
