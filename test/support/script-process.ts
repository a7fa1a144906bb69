import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/bundle-helper.ts';

export interface ScriptWish {
  readonly arguments?: readonly string[];
  /** Over the environment of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Sent to the whole process group, as a terminal does, once the output matches. */
  readonly interruption?: { readonly signal: NodeJS.Signals; readonly when: RegExp };
}

export interface ScriptOutcome {
  readonly exitStatus: number | undefined;
  /** Standard output and standard error, as they came. */
  readonly output: string;
  /** What it left in the directory for temporary files. */
  readonly leftFiles: readonly string[];
  /** The ids of processes that it left. */
  readonly leftProcesses: readonly string[];
}

const longestRunMs = 25_000;

/**
 * Runs a script of `scripts` on the orb that is built. Not by the `tsx` command,
 * which kills a script outright that takes over 60 ms to answer a signal.
 */
export async function runScript(
  script: string,
  { arguments: args = [], environment, interruption }: ScriptWish = {},
): Promise<ScriptOutcome> {
  const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
  const child = spawn(process.execPath, ['--import', 'tsx', `scripts/${script}`, ...args], {
    cwd: root,
    env: { ...process.env, TMPDIR: directory, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const limit = setTimeout(() => killGroup(child.pid), longestRunMs);
  try {
    let output = '';
    let isInterrupted = false;
    const listen = (chunk: string): void => {
      output += chunk;
      if (isInterrupted || child.pid === undefined || !interruption?.when.test(output)) return;
      isInterrupted = true;
      process.kill(-child.pid, interruption.signal);
    };
    child.stdout.setEncoding('utf8').on('data', listen);
    child.stderr.setEncoding('utf8').on('data', listen);
    const exitStatus = await new Promise<number | undefined>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? undefined));
    });
    return {
      exitStatus,
      output,
      leftFiles: readdirSync(directory).filter((name) => name.startsWith('vault-oidc-')),
      leftProcesses: listProcesses(directory),
    };
  } finally {
    clearTimeout(limit);
    killGroup(child.pid);
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Ends the script, and the server that a faulty one leaves. */
function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // There is none left, as it should be.
  }
}

/** The ids of the processes whose arguments or environment name the directory. */
function listProcesses(directory: string): string[] {
  // BSD's option for the environment beside the arguments is E, Linux's is e.
  const options = process.platform === 'darwin' ? 'axEww' : 'axeww';
  return execFileSync('ps', [options], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
    .split('\n')
    .filter((line) => line.includes(directory))
    .map((line) => line.trim().split(' ', 1)[0] ?? '');
}
