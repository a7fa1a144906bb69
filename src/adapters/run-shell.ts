import { execFile } from 'node:child_process';
import type { Environment } from '../core/expansion.ts';
import { explainDeadline } from '../core/explain-deadline.ts';
import { describeFailure, Failed, type Failure } from '../core/failure.ts';

// More than a system takes into an environment.
const mostBytes = 1e8;

/** The shell that ran, and its standard output. */
export interface ShellRun {
  readonly shell: string;
  readonly stdout: Buffer;
}

/**
 * Runs bash, or sh where there is none, with this on standard input; the shell's
 * start-up files are kept from running. Throws `Failed` when there is neither, and
 * when `ending` is aborted before the shell has ended, which then ends it.
 */
export async function runShell(
  args: readonly string[],
  input: string | Buffer,
  environment: Environment,
  ending: AbortSignal,
): Promise<ShellRun> {
  for (const shell of ['bash', 'sh']) {
    const stdout = await run(shell, args, input, environment, ending);
    if (ending.aborted) {
      throw new Failed([explainDeadline(`${shell} had read the lines of $BASH_ENV`)]);
    }
    if (stdout !== undefined) return { shell, stdout };
  }
  throw new Failed([describeUnproved('neither bash nor sh is on the PATH')]);
}

function run(
  shell: string,
  args: readonly string[],
  input: string | Buffer,
  environment: Environment,
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  const options = {
    encoding: 'buffer',
    // Not a first shell: bash takes Node's pipe for the network's, and would run ~/.bashrc.
    env: { ...environment, BASH_ENV: '', SHLVL: '1' },
    maxBuffer: mostBytes,
    killSignal: 'SIGKILL',
    signal,
  } as const;
  return new Promise((resolve) => {
    const child = execFile(shell, args, options, (error, stdout) =>
      resolve(error?.code === 'ENOENT' ? undefined : stdout),
    );
    // A shell that ends early leaves the rest unread.
    child.stdin?.on('error', () => undefined).end(input);
  });
}

/** The values were not proved: for want of a shell, where `next` tells nothing else. */
export function describeUnproved(
  why: string,
  next = 'see where the PATH leads: command -v bash',
): Failure {
  return describeFailure('READ_BACK_DIFFERS', {
    what: 'No shell gave the values back as they were read.',
    why: `${why}; nothing was written`,
    next: [next],
  });
}
