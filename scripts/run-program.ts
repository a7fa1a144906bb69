import { spawn } from 'node:child_process';

/** Where a program runs, with what, and how long at most. */
export interface ProgramSetting {
  readonly directory: string;
  /** All that it gets. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** It is ended after this time. */
  readonly longestMs: number;
  /** Ends it, too. */
  readonly signal?: AbortSignal | undefined;
}

/** What a program printed and how it ended. */
export interface ProgramResult {
  /** Undefined when a signal or the time limit ended it. */
  readonly exitStatus: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end, without a shell. Throws the system's error when it cannot
 * be started, and the signal's reason when that ended it: the program is gone by then.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  { directory, environment, longestMs, signal }: ProgramSetting,
): Promise<ProgramResult> {
  signal?.throwIfAborted();
  const child = spawn(program, args, {
    cwd: directory,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const end = (): void => {
    child.kill('SIGKILL');
    // What the program started itself may hold them open.
    child.stdout.destroy();
    child.stderr.destroy();
  };
  // Not the option "timeout": its timer outlives a program that cannot be started.
  const limit = setTimeout(end, longestMs);
  signal?.addEventListener('abort', end);
  try {
    const status = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    signal?.throwIfAborted();
    return { exitStatus: status ?? undefined, stdout, stderr };
  } finally {
    clearTimeout(limit);
    signal?.removeEventListener('abort', end);
  }
}
