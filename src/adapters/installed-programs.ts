import { execFile } from 'node:child_process';
import type { Environment } from '../core/expansion.ts';
import { explainDeadline } from '../core/explain-deadline.ts';
import { Failed } from '../core/failure.ts';
import type { Platform } from '../core/releases/release.ts';
import type { Programs } from '../install-ports.ts';
import { findProgram, looksThereFirst } from './program-search.ts';

// Vault's binary has to be read from the disk first: some hundred megabytes.
const longestRunMs = 30_000;

/** The programs on the job's PATH; `ending` ends one that is asked for its version. */
export function createPrograms(
  platform: Platform,
  environment: Environment,
  ending: AbortSignal,
): Programs {
  return {
    platform,
    find: (name) => findProgram(name, environment),
    areSoughtIn: (directory, name) => looksThereFirst(directory, name, environment),
    askVersion: async (path) => {
      const output = await askVersion(path, environment, ending);
      if (ending.aborted) throw new Failed([explainDeadline(`${path} had told its version`)]);
      return output;
    },
  };
}

// Nothing of the job's secrets is its business.
const passed = ['PATH', 'HOME', 'TMPDIR', 'SystemRoot', 'USERPROFILE', 'TEMP'];

function askVersion(
  path: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<string | undefined> {
  const options = {
    env: Object.fromEntries(passed.map((name) => [name, environment[name]])),
    timeout: longestRunMs,
    killSignal: 'SIGKILL',
    maxBuffer: 64 * 1024,
    signal,
  } as const;
  return new Promise((resolve) => {
    execFile(path, ['version'], options, (error, stdout) =>
      resolve(error === null ? stdout : undefined),
    );
  });
}
