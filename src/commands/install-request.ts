import type { Environment } from '../core/expansion.ts';
import type { Failure } from '../core/failure.ts';
import type { VersionWish } from '../core/releases/choose-version.ts';
import type { Product } from '../core/releases/release.ts';
import { Problem } from '../inputs/input.ts';
import { type InstallInputs, installInputs } from '../inputs/install-vault.ts';
import { describeProblem, readInputs, readText } from '../inputs/read-inputs.ts';

/** What to install, and what proves it. */
export interface InstallRequest {
  readonly product: Product;
  readonly version: VersionWish;
  /** SHA-256 of the archive, if the step states it. */
  readonly sha256: string | undefined;
  /** Where the releases lie; undefined for the place of the product's vendor. */
  readonly releaseUrl: string | undefined;
  /** Whether archives of earlier jobs are used, and this one is kept for later ones. */
  readonly usesCache: boolean;
}

/** A request, and what the connections and the place need. */
export interface ParsedInstall {
  readonly request: InstallRequest;
  readonly inputs: InstallInputs;
}

/** Reads the step's variables; throws `Failed` with every problem of every input. */
export function parseInstall(environment: Environment): ParsedInstall {
  const inputs = readInputs(installInputs, environment, findLostDirectory(environment));
  const { product, version, sha256, release_url: releaseUrl, cache: usesCache } = inputs;
  return { request: { product, version, sha256, releaseUrl, usesCache }, inputs };
}

/** An unset variable leaves a directory that nobody meant, such as `/bin` of `${TOOLS}/bin`. */
function findLostDirectory(environment: Environment): readonly Failure[] {
  const input = installInputs.install_dir;
  const { text, unset } = readText('install_dir', input, environment);
  // What its parser refuses is told already, with the variable.
  if (unset.length === 0 || input.parse(text) instanceof Problem) return [];
  return [describeProblem('install_dir', input, new Problem('a part of it is missing'), unset)];
}
