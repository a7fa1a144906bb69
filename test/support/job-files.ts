import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** What each path below a job's directory is: kind, permissions, digest. Directories are left out. */
export type JobFiles = ReadonlyMap<string, string>;

/** Looks at what lies below a directory; the commands of the stand-ins are left out. */
export function lookAtFiles(directory: string): JobFiles {
  const files = new Map<string, string>();
  const visit = (place: string): void => {
    for (const entry of readdirSync(join(directory, place), { withFileTypes: true })) {
      const path = join(place, entry.name);
      if (path === 'bin') continue;
      if (entry.isDirectory()) visit(path);
      else files.set(path, describeFile(join(directory, path)));
    }
  };
  visit('');
  return files;
}

/** The paths that were added, changed or removed between two looks. */
export function listChanges(before: JobFiles, after: JobFiles): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort();
}

function describeFile(path: string): string {
  const status = lstatSync(path);
  if (status.isSymbolicLink()) return `link ${readlinkSync(path)}`;
  if (!status.isFile()) return `special ${status.mode}`;
  const digest = createHash('sha256').update(readFileSync(path)).digest('hex');
  return `file ${(status.mode & 0o7777).toString(8)} ${digest}`;
}
