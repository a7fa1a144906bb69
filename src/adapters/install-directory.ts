import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { Environment } from '../core/expansion.ts';
import { Failed } from '../core/failure.ts';
import type { InstallDirectory } from '../install-ports.ts';
import { describeUnusableDirectory, isSystemError } from './directory-failures.ts';
import { placeBinary } from './placed-binary.ts';

const asidePrefix = '.vault-oidc-';
const asideName = /^\.vault-oidc-\w{6}$/;
// No run lasts longer than an hour: one that left its private directory was killed.
const staleMs = 2 * 3_600_000;

/**
 * The directory of that name (`~` is the home, a relative one begins at the working
 * directory), with a private one of mode 0700 in it, so that moving from there is one
 * step of the file system. It goes with the process at the latest; one that a killed
 * process left goes after two hours. Throws `Failed`.
 */
export function openInstallDirectory(written: string, environment: Environment): InstallDirectory {
  const path = resolve(written.replace(/^~(?=$|[\\/])/, environment['HOME'] || homedir()));
  const explain = (error: unknown): unknown =>
    isSystemError(error) ? new Failed([describeUnusableDirectory(path, error)]) : error;
  const guard = <Value>(work: () => Value): Value => {
    try {
      return work();
    } catch (error) {
      throw explain(error);
    }
  };
  const made = guard(() => mkdirSync(path, { recursive: true }));
  const close = (): void => {
    if (aside !== undefined) rmSync(aside, { recursive: true, force: true });
    if (made !== undefined) removeEmpty(path, made);
    process.off('exit', close);
  };
  let aside: string | undefined;
  let undo = (): void => undefined;
  process.on('exit', close);
  try {
    if (made === undefined) removeStale(path);
    aside = guard(() => mkdtempSync(join(path, asidePrefix)));
  } catch (error) {
    close();
    throw error;
  }
  const directory = aside;
  return {
    path,
    aside: (name) => join(directory, name),
    guard: async (work) => {
      try {
        return await work;
      } catch (error) {
        throw explain(error);
      }
    },
    place: (binary) => {
      const target = join(path, basename(binary));
      undo = guard(() => placeBinary(binary, target, join(directory, 'earlier')));
      return target;
    },
    undo: () => undo(),
    close,
  };
}

/** Removes what killed runs of this user left. */
function removeStale(path: string): void {
  try {
    for (const name of readdirSync(path).filter((found) => asideName.test(found))) {
      const left = join(path, name);
      const { uid, mtimeMs } = lstatSync(left);
      const isOwn = uid === (process.getuid?.() ?? uid);
      if (isOwn && Date.now() - mtimeMs > staleMs) rmSync(left, { recursive: true, force: true });
    }
  } catch {
    // Another run removes them too, or the directory is none to read: nothing here needs it.
  }
}

/** Removes the directories that were made, from the innermost out, as far as they are empty. */
function removeEmpty(innermost: string, outermost: string): void {
  try {
    for (let path = innermost; path.length >= outermost.length; path = dirname(path)) {
      rmdirSync(path);
    }
  } catch {
    // Something is in it by now.
  }
}
