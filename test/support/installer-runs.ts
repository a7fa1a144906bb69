import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { bundleInstaller, type ReleaseReplacements } from '../../scripts/bundle-installer.ts';
import { nameInputVariable } from '../../src/inputs/input.ts';
import { readFailures, type ToldFailure } from './expect-failure.ts';

/** One run of the program of `install-vault`. */
export interface InstallWish {
  /** The path of the Node that runs it; left out, that of this process. */
  readonly node?: string;
  /** By the names of the orb's parameters; `${HOME}` is that of the run. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Over that of this process, PATH among it. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Programs in a directory of their own ahead on the PATH, by name. */
  readonly programs?: Readonly<Record<string, string>>;
  /** Files below the home before the run, by their paths. */
  readonly files?: Readonly<Record<string, Buffer | string>>;
  /** Makes what files alone cannot say; the working directory of the run is above the home. */
  readonly prepare?: (home: string) => void;
  /** Puts `~/.local/bin` behind everything else on the PATH. */
  readonly isHomeOnPath?: boolean;
  /** What `$BASH_ENV` holds before the run, in the place of `earlierLines`. */
  readonly bashEnv?: string;
  /** Sent once the output matches. */
  readonly interruption?: { readonly signal: NodeJS.Signals; readonly when: RegExp };
}

export interface InstallOutcome {
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly told: readonly ToldFailure[];
  /** SHA-256 of each file below the home, by its path from there; links and directories too. */
  readonly files: Readonly<Record<string, string>>;
  readonly bashEnv: string | undefined;
  /** Runs a shell as a later step of the job has it; gives what it prints. */
  runStep(command: string): Promise<string>;
}

/** A program of `install-vault` that trusts what a test says, and a place for its runs. */
export interface Installer extends Disposable {
  readonly path: string;
  run(wish: InstallWish): Promise<InstallOutcome>;
}

/** What `$BASH_ENV` holds before each run. */
export const earlierLines = 'export EARLIER=1\n';
const longestRunMs = 60_000;

/** Builds the program; its disposal removes it and what its runs left. */
export async function buildInstaller(replacements: ReleaseReplacements = {}): Promise<Installer> {
  const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-installer-'));
  const path = join(directory, 'installer.cjs');
  writeFileSync(path, await bundleInstaller(replacements));
  let runs = 0;
  return {
    path,
    run: (wish) => {
      runs += 1;
      return runInstaller(path, join(directory, `job ${runs}`), wish);
    },
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}

async function runInstaller(
  installer: string,
  directory: string,
  wish: InstallWish,
): Promise<InstallOutcome> {
  const home = join(directory, 'home');
  const programs = join(directory, 'programs');
  const bashEnv = join(directory, 'bash-env');
  mkdirSync(home, { recursive: true });
  mkdirSync(programs);
  writeFileSync(bashEnv, wish.bashEnv ?? earlierLines);
  for (const [name, text] of Object.entries(wish.programs ?? {})) {
    writeFileSync(join(programs, name), text, { mode: 0o755 });
  }
  for (const [name, content] of Object.entries(wish.files ?? {})) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), content, { mode: 0o755 });
  }
  wish.prepare?.(home);
  const environment = {
    PATH: [
      programs,
      process.env['PATH'],
      ...(wish.isHomeOnPath ? [join(home, '.local/bin')] : []),
    ].join(delimiter),
    HOME: home,
    BASH_ENV: bashEnv,
    ...Object.fromEntries(
      Object.entries(wish.parameters).map(([name, text]) => [nameInputVariable(name), text]),
    ),
    ...wish.environment,
  };
  const options = { cwd: directory, env: environment };
  const run = await runProcess(
    wish.node ?? process.execPath,
    [installer],
    options,
    wish.interruption,
  );
  return {
    ...run,
    told: readFailures(run.stderr).told,
    files: hashFiles(home),
    bashEnv: existsSync(bashEnv) ? readFileSync(bashEnv, 'utf8') : undefined,
    runStep: async (command) => {
      const step = await runProcess('/bin/bash', ['-eo', 'pipefail', '-c', command], options);
      return step.stdout + step.stderr;
    },
  };
}

interface ProcessRun {
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

function runProcess(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
  interruption?: InstallWish['interruption'],
): Promise<ProcessRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: longestRunMs,
      killSignal: 'SIGKILL',
    });
    const output = { stdout: '', stderr: '' };
    let isInterrupted = false;
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
        if (isInterrupted || !interruption?.when.test(output.stdout)) return;
        isInterrupted = true;
        child.kill(interruption.signal);
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ status: code ?? undefined, ...output }));
  });
}

function hashFiles(directory: string): Record<string, string> {
  const entries = readdirSync(directory, { withFileTypes: true, recursive: true });
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const digest = entry.isFile()
        ? createHash('sha256').update(readFileSync(path)).digest('hex')
        : 'no file';
      return [path.slice(directory.length + 1), digest];
    }),
  );
}
