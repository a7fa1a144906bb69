import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
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

/** A signal for the script's own process, sent as soon as it is due. */
export interface ScriptSignal {
  readonly name: NodeJS.Signals;
  readonly isDue: () => boolean;
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
    signal?: ScriptSignal,
  ): Promise<ScriptOutcome>;
  /** Runs npm in it, likewise. */
  runNpm(
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
  ): Promise<ScriptOutcome>;
  /** A directory for temporary files that git does not see. */
  readonly temporary: string;
  /** What a script left there. */
  listLeftFiles(): string[];
}

const needed = [
  ...['.circleci', '.npmrc', 'dist', 'orb', 'package-lock.json', 'package.json', 'scripts', 'src'],
  'tsconfig.json',
];
const longestRunMs = 100_000;

// In the place of scripts/build.ts, with what that has made.
const quickBuild = `import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
cpSync(here('../built'), process.argv[2] ?? here('../dist'), { recursive: true });
`;

/**
 * Makes one. A quick build gives what the real one has made, and takes no time; for
 * what does not ask whether the sources give it.
 */
export function makeReleaseCheckout({ isBuildQuick = false } = {}): ReleaseCheckout {
  const repository = makeRepository([], (directory) => {
    for (const entry of needed) cpSync(root + entry, join(directory, entry), { recursive: true });
    symlinkSync(`${root}node_modules`, join(directory, 'node_modules'));
    writeFileSync(join(directory, '.gitignore'), '/node_modules\n/dist/\n');
    if (!isBuildQuick) return;
    cpSync(`${root}dist`, join(directory, 'built'), { recursive: true });
    writeFileSync(join(directory, 'scripts/build.ts'), quickBuild);
  });
  const { directory } = repository;
  const temporary = join(directory, '.git/temporary');
  mkdirSync(temporary);
  const start = (program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv) =>
    spawn(program, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: longestRunMs,
      killSignal: 'SIGKILL',
    });
  return {
    ...repository,
    commit: repository.git('rev-parse', 'HEAD'),
    run: (script, args, environment, signal) => {
      const whole = ['--import', import.meta.resolve('tsx'), join(directory, script), ...args];
      return watch(start(process.execPath, whole, tmpdir(), environment), signal);
    },
    runNpm: (args, environment) => watch(start('npm', args, directory, environment)),
    temporary,
    listLeftFiles: () => readdirSync(temporary).filter((name) => name.startsWith('vault-oidc-')),
  };
}

async function watch(child: ChildProcess, signal?: ScriptSignal): Promise<ScriptOutcome> {
  let output = '';
  const listen = (text: string): void => {
    output += text;
  };
  child.stdout?.setEncoding('utf8').on('data', listen);
  child.stderr?.setEncoding('utf8').on('data', listen);
  const watcher = setInterval(() => {
    if (signal?.isDue() !== true) return;
    clearInterval(watcher);
    child.kill(signal.name);
  }, 20);
  try {
    const exitStatus = await new Promise<number | undefined>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? undefined));
    });
    return { exitStatus, output };
  } finally {
    clearInterval(watcher);
  }
}
