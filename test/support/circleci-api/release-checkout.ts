import { spawn } from 'node:child_process';
import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../../scripts/bundle-helper.ts';
import { makeRepository, type Repository } from './repository.ts';

/** What a script printed and how it ended. */
export interface ScriptOutcome {
  readonly exitStatus: number | undefined;
  /** Standard output and standard error, as they came. */
  readonly output: string;
}

/** A repository with the sources, built, and one commit; clean. */
export interface ReleaseCheckout extends Repository {
  /** The commit that is checked out. */
  readonly commit: string;
  /** Runs a script of it with this environment and nothing else of ours. */
  run(
    script: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
  ): Promise<ScriptOutcome>;
}

const needed = ['src', 'orb', 'scripts', 'dist', 'package.json', 'tsconfig.json'];
const longestRunMs = 100_000;

export function makeReleaseCheckout(): ReleaseCheckout {
  const repository = makeRepository([], (directory) => {
    for (const entry of needed) cpSync(root + entry, join(directory, entry), { recursive: true });
    symlinkSync(`${root}node_modules`, join(directory, 'node_modules'));
    writeFileSync(join(directory, '.gitignore'), '/node_modules\n/dist/\n');
  });
  return {
    ...repository,
    commit: repository.git('rev-parse', 'HEAD'),
    run: (script, args, environment) =>
      runScript(join(repository.directory, script), args, environment),
  };
}

function runScript(
  path: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<ScriptOutcome> {
  const loader = import.meta.resolve('tsx');
  const child = spawn(process.execPath, ['--import', loader, path, ...args], {
    cwd: tmpdir(),
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: longestRunMs,
    killSignal: 'SIGKILL',
  });
  let output = '';
  const listen = (text: string): void => {
    output += text;
  };
  child.stdout.setEncoding('utf8').on('data', listen);
  child.stderr.setEncoding('utf8').on('data', listen);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ exitStatus: code ?? undefined, output }));
  });
}
