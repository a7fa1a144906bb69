import { parse } from 'yaml';
import { escapeTags, yamlVersion } from '../../orb/circleci-yaml.ts';
import { readInclude } from './include.ts';
import { componentKinds, includingKinds, isMapping, type OrbFiles, rootFile } from './orb-files.ts';

/**
 * The orb that a directory packs into, by the rules that both generations of
 * `circleci orb pack` share. Throws when a file is missing or no mapping, or when
 * an include is not a whole value.
 */
export function packOrb(files: OrbFiles): Record<string, unknown> {
  const orb: Record<string, unknown> = { ...readMapping(files, rootFile) };
  for (const kind of componentKinds) {
    const paths = [...files.keys()].filter((path) => isComponentOf(kind, path));
    if (paths.length === 0) continue;
    orb[kind] = Object.fromEntries(
      paths.map((path) => {
        const component = readMapping(files, path);
        const name = path.slice(`${kind}/`.length, -'.yml'.length);
        return [name, includingKinds.has(kind) ? fillIncludes(component, files) : component];
      }),
    );
  }
  return orb;
}

function isComponentOf(kind: string, path: string): boolean {
  return path.startsWith(`${kind}/`) && path.endsWith('.yml');
}

function readMapping(files: OrbFiles, path: string): Record<string, unknown> {
  const value: unknown = parse(readText(files, path), yamlVersion);
  if (!isMapping(value)) throw new Error(`${path} of the orb is no mapping`);
  return value;
}

function readText(files: OrbFiles, path: string): string {
  const text = files.get(path);
  if (text === undefined) throw new Error(`the orb has no file ${path}`);
  return text;
}

function fillIncludes(part: unknown, files: OrbFiles): unknown {
  if (Array.isArray(part)) return part.map((item) => fillIncludes(item, files));
  if (isMapping(part)) {
    return Object.fromEntries(
      Object.entries(part).map(([key, value]) => [key, fillIncludes(value, files)]),
    );
  }
  const path = typeof part === 'string' ? readInclude(part) : undefined;
  return path === undefined ? part : escapeTags(readText(files, path));
}
