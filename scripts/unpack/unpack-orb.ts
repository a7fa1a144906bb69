import { stringify } from 'yaml';
import { yamlVersion } from '../../orb/circleci-yaml.ts';
import {
  componentKinds,
  includingKinds,
  isMapping,
  type Mapping,
  type OrbFiles,
  rootFile,
} from './orb-files.ts';
import { collectScripts, takeOutScripts } from './take-out-scripts.ts';

/**
 * The directory that packs into this orb, as `circleci orb pack` and the review
 * of the orb tools expect it. `scriptNames` holds, by their text, the file names
 * of scripts that have one already; others are called after the command or the
 * variable that holds them first.
 */
export function unpackOrb(orb: Mapping, scriptNames: ReadonlyMap<string, string>): OrbFiles {
  const scripts = collectScripts(scriptNames);
  const others = Object.entries(orb).filter(([key]) => !isComponentKind(key));
  const components = componentKinds.flatMap((kind) =>
    listComponents(orb, kind).map(([name, component]): [string, string] => [
      `${kind}/${name}.yml`,
      print(includingKinds.has(kind) ? takeOutScripts(component, name, scripts) : component),
    ]),
  );
  const contents = [...scripts.files].map(([name, content]): [string, string] => [
    `scripts/${name}`,
    content,
  ]);
  return new Map([[rootFile, print(Object.fromEntries(others))], ...components, ...contents]);
}

function isComponentKind(key: string): boolean {
  return componentKinds.some((kind) => kind === key);
}

function listComponents(orb: Mapping, kind: string): [string, unknown][] {
  const components = orb[kind] ?? {};
  if (!isMapping(components)) throw new Error(`${kind} of the orb is no mapping`);
  return Object.entries(components);
}

function print(value: unknown): string {
  return stringify(value, { ...yamlVersion, lineWidth: 100, aliasDuplicateObjects: false });
}
