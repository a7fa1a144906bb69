import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../../../scripts/bundle-helper.ts';
import type { Generation } from '../../../scripts/circleci-cli/circleci-cli.ts';

/** One call of the program. */
export interface CliCall {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** A directory for the PATH with a program "circleci" in it. */
export interface StandInCli extends Disposable {
  readonly directory: string;
  /** Its calls, oldest first. */
  listCalls(): CliCall[];
}

/** Makes a stand-in for that generation of the CircleCI CLI. */
export async function makeStandInCli(generation: Generation): Promise<StandInCli> {
  const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-cli-'));
  const calls = join(directory, 'calls');
  const program = join(directory, 'circleci');
  await build({
    absWorkingDir: root,
    entryPoints: ['test/support/circleci-api/cli/main.ts'],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'iife',
    banner: { js: `#!${process.execPath}` },
    define: { GENERATION: JSON.stringify(generation), CALLS: JSON.stringify(calls) },
  });
  chmodSync(program, 0o755);
  return {
    directory,
    listCalls: () =>
      existsSync(calls)
        ? readFileSync(calls, 'utf8')
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line))
        : [],
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}
