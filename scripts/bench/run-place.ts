import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { BenchSecret } from './bench-secrets.ts';

/** What every contender meets. */
export interface Meeting {
  /** Where the server is to be reached. */
  readonly address: string;
  /** The job's OIDC token. */
  readonly token: string;
  /** The `bao` or `vault` binary. */
  readonly binary: string;
}

/** A directory for one run, and the environment of a job's step there; disposal removes it. */
export interface RunPlace extends Disposable {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Makes an empty place: no file of an earlier run is there. `vault` is on its PATH. */
export function makeRunPlace({ address, token, binary }: Meeting): RunPlace {
  const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-bench-'));
  const bin = join(directory, 'bin');
  mkdirSync(bin);
  symlinkSync(binary, join(bin, 'vault'));
  return {
    directory,
    environment: {
      // The Node of the bench comes first, so that all contenders run the same one.
      PATH: [bin, dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
      HOME: directory,
      TMPDIR: directory,
      LANG: 'C.UTF-8',
      CI: 'true',
      CIRCLECI: 'true',
      BASH_ENV: join(directory, 'bash-env'),
      VAULT_ADDR: address,
      VAULT_ROLE: 'deploy',
      CIRCLE_OIDC_TOKEN_V2: token,
    },
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** Runs shell text to get a place ready; not part of what is measured. */
export function prepareInShell({ directory, environment }: RunPlace, command: string): void {
  execFileSync('/bin/bash', ['-eo', 'pipefail', '-c', command], {
    cwd: directory,
    env: environment,
    stdio: 'ignore',
  });
}

/** Throws unless a later step has every variable with its value. */
export function expectLoaded(place: RunPlace, secrets: readonly BenchSecret[]): void {
  const tests = secrets.map(({ variable, value }) => `[ "$${variable}" = '${value}' ]`);
  prepareInShell(place, tests.join('\n'));
}
