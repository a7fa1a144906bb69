import type { Environment } from '../core/expansion.ts';
import { describeFailure, Failed, type Failure } from '../core/failure.ts';
import { renderExports, type Variable } from '../core/quoting.ts';
import { describeUnproved, runShell } from './run-shell.ts';

const mostUnasked = 256 * 1024;
// What a later step of this orb brings into its environment: the helper above all.
const stepBytes = 40_000;

/**
 * Lets the shell that will run the lines run them now, in the job's environment,
 * and compares every value with what it holds then; beside them there must be
 * room to start a program. The text goes in on standard input: nothing of it is
 * in an argument or a file. Throws `Failed` when a value differs, when all of
 * them are too long together, and when `ending` is aborted.
 */
export async function readBackExports(
  variables: readonly Variable[],
  environment: Environment,
  ending: AbortSignal,
): Promise<void> {
  const lines = renderExports(variables);
  const echoes = variables.map(({ name }) => `printf '%s\\0' "$${name}"\n`).join('');
  // A system starts no program with too large an environment (execve, E2BIG); the
  // smallest limit in use is macOS's 1 MiB. Asking costs a shell's start.
  const isLarge = JSON.stringify(environment).length + lines.length > mostUnasked;
  const start = isLarge ? `x=$(printf %${stepBytes}s) "$0" -c 'printf started'` : 'printf started';
  const input = lines + echoes + start;
  const { shell, stdout } = await runShell(['-s'], input, environment, ending);
  const expected = [...variables.map(({ value }) => value.reveal()), 'started'];
  if (stdout.equals(Buffer.from(expected.join('\0')))) return;
  const given = stdout.toString().split('\0');
  const differing = variables.filter((_variable, index) => given[index] !== expected[index]);
  const names = differing.map(({ name }) => name).join(', ');
  throw new Failed([
    given.length !== expected.length
      ? describeUnproved(`the first ${shell} on the PATH is no shell`)
      : names === ''
        ? describeExcess()
        : describeUnproved(`${shell} changes, or cannot hold: ${names}`, 'give them other names'),
  ]);
}

function describeExcess(): Failure {
  return describeFailure('VALUE_TOO_LONG', {
    what: 'The variables together are too long.',
    why: "with all of the job's in its environment this system starts no further command",
    next: ['take parts of the values with dotted keys, or load some where they are used'],
  });
}

/**
 * Whether a shell that sources the text would run lines added to it that set the
 * names. An open quote or here-document, a syntax error, a `return`, an `exit` or
 * a `readonly` keeps it from that. The text is run, as every step of the job runs
 * it. Throws `Failed` when `ending` is aborted.
 */
export async function canBeContinued(
  text: Buffer,
  names: readonly string[],
  environment: Environment,
  ending: AbortSignal,
): Promise<boolean> {
  // Two lines, for an open end may swallow the first alone.
  const added = `vault_oidc=re\nexport ${names.join('= ')}= && vault_oidc=\${vault_oidc}ached\n`;
  const input = Buffer.concat([text, Buffer.from(added)]);
  // A function, for `return` to leave it as it leaves a sourced file; a line of its
  // own for the mark, for traps of the text may print around it.
  const script = 'run() { eval "$(cat)"; }; run >/dev/null 2>&1; printf "\\n%s\\n" "$vault_oidc"';
  const { stdout } = await runShell(['-c', script], input, environment, ending);
  return /^reached$/m.test(stdout.toString());
}
