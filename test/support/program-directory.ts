import { accessSync, constants, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A directory with links to chosen programs and nothing else, to be a job's whole PATH. */
export interface ProgramDirectory extends Disposable {
  readonly path: string;
}

/** Links the programs as this process's PATH finds them; throws for one that it lacks. */
export function linkPrograms(names: readonly string[]): ProgramDirectory {
  const path = mkdtempSync(join(tmpdir(), 'vault-oidc-programs-'));
  for (const name of names) symlinkSync(findProgram(name), join(path, name));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** The path of a program as the PATH of this process finds it; throws when it lacks one. */
export function findProgram(name: string): string {
  const found = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((directory) => join(directory, name))
    .find(isExecutable);
  if (found === undefined) throw new Error(`there is no ${name} on the PATH`);
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
