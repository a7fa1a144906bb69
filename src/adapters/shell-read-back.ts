import { spawnSync } from 'node:child_process';
import { describeFailure, Failed, type Failure } from '../core/failure.ts';
import { renderExports, type Variable } from '../core/quoting.ts';

// A shell that hangs must not hang the step; reading back takes milliseconds.
const timeoutMs = 10_000;

/** Whether the machine has bash, the one shell that reads `$BASH_ENV` by itself. */
export interface ReadBack {
  readonly usedBash: boolean;
}

/**
 * Lets the shell that will run the lines run them now, and compares every value
 * with what it holds then. The text goes in on standard input: nothing of it is
 * in an argument or a file. Throws `Failed` when a value differs.
 */
export function readBackExports(variables: readonly Variable[], path: string): ReadBack {
  const echoes = variables.map(({ name }) => `printf '%s\\0' "$${name}"\n`).join('');
  const script = renderExports(variables) + echoes;
  const expected = Buffer.from(variables.map(({ value }) => `${value.reveal()}\0`).join(''));
  for (const shell of ['bash', 'sh']) {
    const { error, status, stdout } = spawnSync(shell, ['-s'], {
      input: script,
      env: { PATH: path },
      timeout: timeoutMs,
      maxBuffer: expected.length + 1024,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    if (error !== undefined && 'code' in error && error.code === 'ENOENT') continue;
    if (error === undefined && status === 0 && stdout.equals(expected)) {
      return { usedBash: shell === 'bash' };
    }
    throw new Failed([describeDifference(shell, stdout, variables)]);
  }
  throw new Failed([describeNoShell()]);
}

function describeDifference(
  shell: string,
  stdout: Buffer | null,
  variables: readonly Variable[],
): Failure {
  const values = (stdout ?? Buffer.alloc(0)).toString('utf8').split('\0');
  const different = variables
    .filter(({ value }, index) => values[index] !== value.reveal())
    .map(({ name }) => name);
  return describeFailure('READ_BACK_DIFFERS', {
    what: 'The shell would not give every value back as it was read.',
    why: `${shell} changes, or cannot hold: ${different.join(', ') || 'the variables together'}; nothing was written`,
    next: ['give these variables other names', 'or report it to the maintainers of this orb'],
  });
}

function describeNoShell(): Failure {
  return describeFailure('READ_BACK_DIFFERS', {
    what: 'No shell is there to prove the variables with.',
    why: 'neither bash nor sh is on the PATH; nothing was written',
    next: ['run the step where a POSIX shell is installed'],
  });
}
