import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { root } from '../../../scripts/bundle-helper.ts';

/** A file of ours; its path begins at the repository's root, with `/` between parts. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** One import of a file. */
export interface Import {
  readonly from: string;
  /** A path from the repository's root, `node:<module>`, or the name of a package. */
  readonly to: string;
  readonly isTypeOnly: boolean;
}

/** Every file below the directories. */
export function readSources(directories: readonly string[]): Source[] {
  return directories.flatMap((directory) =>
    readdirSync(`${root}${directory}`, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(root.length))
      .map((path) => ({ path, text: readFileSync(root + path, 'utf8') })),
  );
}

// Biome formats every file: a statement begins its line and ends with a quote.
const imports =
  /^(?:import|export)\s(?<type>type\s)?[^'"`;]*\bfrom '(?<from>[^']+)'|^import '(?<bare>[^']+)'|\b(?:import|require)\('(?<called>[^']+)'\)/gm;

/** What a TypeScript file imports or exports again, types among it. */
export function listImports({ path, text }: Source): Import[] {
  return [...text.matchAll(imports)].map(({ groups = {} }) => ({
    from: path,
    to: resolve(path, groups['from'] ?? groups['bare'] ?? groups['called'] ?? ''),
    isTypeOnly: groups['type'] !== undefined,
  }));
}

function resolve(path: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier);
  if (isBuiltin(specifier)) return `node:${specifier.replace(/^node:/, '')}`;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
