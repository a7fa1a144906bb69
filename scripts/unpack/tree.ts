import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { OrbFiles } from './orb-files.ts';

/** Every file below the directory; empty when there is no directory. */
export function readTree(directory: string): OrbFiles {
  return new Map(
    listFiles(directory).map((path) => [path, readFileSync(join(directory, path), 'utf8')]),
  );
}

/** Makes the directory hold these files and no other. */
export function writeTree(directory: string, files: OrbFiles): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  for (const path of listFiles(directory)) {
    if (!files.has(path)) rmSync(join(directory, path), { force: true });
  }
}

function listFiles(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(directory, join(parentPath, name)))
    .map((path) => path.split(sep).join('/'))
    .sort();
}
