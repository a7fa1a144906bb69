import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import type { Environment } from '../core/expansion.ts';

/**
 * The path of a program in the directories of the PATH that are absolute: any other
 * leads elsewhere from another working directory, such as into a checkout.
 */
export function findTrustedProgram(name: string, environment: Environment): string | undefined {
  return findIn(
    listDirectories(environment).filter((directory) => isAbsolute(directory)),
    name,
  );
}

/**
 * The path of the program that a shell finds wherever it works; undefined when it
 * finds none, or a relative or empty entry of the PATH comes first.
 */
export function findProgram(name: string, environment: Environment): string | undefined {
  return findIn(listFirstDirectories(environment), name);
}

/** Whether a shell that works anywhere would look for the program in the directory, and in none that has it before. */
export function looksThereFirst(
  directory: string,
  name: string,
  environment: Environment,
): boolean {
  const first = listFirstDirectories(environment)
    .map((listed) => resolve(listed))
    .find((listed) => listed === directory || isProgram(join(listed, name)));
  return first === directory;
}

/** Those before the first that depends on the working directory. */
function listFirstDirectories(environment: Environment): string[] {
  const listed = listDirectories(environment);
  const end = listed.findIndex((directory) => !isAbsolute(directory));
  return end === -1 ? listed : listed.slice(0, end);
}

function listDirectories({ PATH: path = '' }: Environment): string[] {
  return path.split(delimiter);
}

function findIn(directories: readonly string[], name: string): string | undefined {
  return directories.map((directory) => join(directory, name)).find(isProgram);
}

/** Whether the file is there and may be run. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
