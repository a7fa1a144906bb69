import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../scripts/bundle-helper.ts';
import { findProgram } from '../program-directory.ts';

const installed = `${root}node_modules`;

/** The text of a program "npm" that does `command` for `npm ci`, and all else as npm does. */
export function writeNpm(command: string): string {
  return `#!/bin/sh
if [ "$1" = ci ]; then ${command}; exit; fi
exec '${findProgram('npm')}' "$@"
`;
}

/** The command that installs at once: it links the packages that are here, or those of `modules`. */
export function linkModules(modules = installed): string {
  return `ln -s '${modules}' node_modules`;
}

/** Links all packages that are here into a new directory, but for one, of which it has a copy. */
export function copyModule(directory: string, name: string): void {
  mkdirSync(directory);
  for (const entry of readdirSync(installed)) {
    symlinkSync(join(installed, entry), join(directory, entry));
  }
  rmSync(join(directory, name));
  cpSync(join(installed, name), join(directory, name), { recursive: true });
}
