import { spawnSync } from 'node:child_process';
import type { Environment } from '../core/expansion.ts';
import { describeFailure, Failed, type Failure } from '../core/failure.ts';
import { renderExports, type Variable } from '../core/quoting.ts';

// A shell that hangs must not hang the step; reading back takes milliseconds.
const timeoutMs = 10_000;
const mostUnasked = 256 * 1024;

/** Whether the machine has bash, the one shell that reads `$BASH_ENV` by itself. */
export interface ReadBack {
  readonly usedBash: boolean;
}

/**
 * Lets the shell that will run the lines run them now, and compares every value
 * with what it holds then; with them it must still start a program. The text goes
 * in on standard input: nothing of it is in an argument or a file. Throws `Failed`
 * when a value differs, or when all of them are too long together.
 */
export function readBackExports(variables: readonly Variable[], path: string): ReadBack {
  const echoes = variables.map(({ name }) => `printf '%s\\0' "$${name}"\n`).join('');
  const lines = renderExports(variables);
  // A system starts no program with too large an environment (execve, E2BIG); the
  // smallest limit in use is macOS's 1 MiB. Asking costs a shell's start.
  const start = lines.length > mostUnasked ? '"$0" -c :\n' : '';
  const script = lines + echoes + start;
  const expected = Buffer.from(variables.map(({ value }) => `${value.reveal()}\0`).join(''));
  const ran = runShell(['-s'], script, { PATH: path }, expected.length);
  if (ran === undefined) throw new Failed([describeNoShell()]);
  const { shell, error, status, stdout } = ran;
  if (error === undefined && stdout.equals(expected)) {
    if (status === 0) return { usedBash: shell === 'bash' };
    throw new Failed([describeExcess()]);
  }
  throw new Failed([describeDifference(shell, stdout, variables)]);
}

/**
 * Whether a shell that sources the text would run lines added to it that set the
 * names. An open quote or here-document, a syntax error, a `return`, an `exit` or
 * a `readonly` keeps it from that. The text is run, as every step of the job runs it.
 */
export function canBeContinued(
  text: Buffer,
  names: readonly string[],
  environment: Environment,
): boolean {
  // Two lines, for an open end may swallow the first alone.
  const added = `vault_oidc=re\nexport ${names.join('= ')}= && vault_oidc=\${vault_oidc}ached\n`;
  const input = Buffer.concat([text, Buffer.from(added)]);
  // A function, for `return` to leave it as it leaves a sourced file.
  const script = 'run() { eval "$(cat)"; }; run >/dev/null 2>&1; printf %s "$vault_oidc"';
  const ran = runShell(['-c', script], input, { ...environment, BASH_ENV: '' }, 0);
  return ran?.stdout?.toString().startsWith('reached') ?? false;
}

/** Runs bash, or sh where there is none; undefined where there is neither. */
function runShell(
  args: readonly string[],
  input: string | Buffer,
  env: Environment,
  outputBytes: number,
) {
  for (const shell of ['bash', 'sh']) {
    const ran = spawnSync(shell, args, {
      input,
      // Not a first shell: bash takes Node's pipe for the network's, and would run ~/.bashrc.
      env: { ...env, SHLVL: '1' },
      timeout: timeoutMs,
      maxBuffer: outputBytes + 1024,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const { error } = ran;
    if (error === undefined || !('code' in error) || error.code !== 'ENOENT') {
      return { shell, ...ran };
    }
  }
  return undefined;
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

function describeExcess(): Failure {
  return describeFailure('VALUE_TOO_LONG', {
    what: 'The variables together are too long.',
    why: 'with all of them in its environment this system starts no further command',
    next: ['take parts of the values with dotted keys, or load some where they are used'],
  });
}

function describeNoShell(): Failure {
  return describeFailure('READ_BACK_DIFFERS', {
    what: 'No shell is there to prove the variables with.',
    why: 'neither bash nor sh is on the PATH; nothing was written',
    next: ['run the step where a POSIX shell is installed'],
  });
}
