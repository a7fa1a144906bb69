import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { readPackage } from '../bundle-helper.ts';
import type { BenchResults } from './results.ts';

/** The machine as far as figures depend on it: nothing that tells whose it is. */
export function describeMachine(): BenchResults['machine'] {
  return { cores: availableParallelism(), platform: `${process.platform} ${process.arch}` };
}

/** The versions of the orb, of Node and of the server's binary, by name. */
export function listCoreVersions(serverBinary: string): BenchResults['versions'] {
  return {
    'vault-oidc': readPackage().version,
    Node: process.versions.node,
    [readProduct(serverBinary)]: readVersion(serverBinary, 'version'),
  };
}

/** The versions of what runs in the bench, by name. Throws when a program is not there. */
export function listVersions(serverBinary: string): BenchResults['versions'] {
  return {
    ...listCoreVersions(serverBinary),
    bash: readVersion('/bin/bash'),
    curl: readVersion('curl'),
    jq: readVersion('jq'),
    Python: readVersion('python3'),
  };
}

function readVersion(program: string, argument = '--version'): string {
  const [version] = /\d+(\.\d+)+/.exec(run(program, argument)) ?? [];
  if (version === undefined) throw new Error(`${program} does not tell its version`);
  return version;
}

/** `OpenBao` or `Vault`, the first word that the server's binary says of itself. */
function readProduct(binary: string): string {
  const [product = 'server'] = /^\w+/.exec(run(binary, 'version')) ?? [];
  return product;
}

function run(program: string, argument: string): string {
  return execFileSync(program, [argument], { encoding: 'utf8' });
}
