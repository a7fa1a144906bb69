import type { Environment } from '../core/expansion.ts';
import { describeFailure, Failed } from '../core/failure.ts';
import { renderExports } from '../core/quoting.ts';
import type { Report, ShellEnvironment } from '../ports.ts';
import { canBeContinued, readBackExports } from './shell-read-back.ts';
import { appendWhole } from './whole-append.ts';

// As the revocation, it is done even when the command's time is up.
const unsetMs = 30_000;

/**
 * The file `$BASH_ENV`, which CircleCI's bash steps source at their start. Once
 * `ending` is aborted, no variable goes there any more.
 */
export function createBashEnvironment(
  environment: Environment,
  report: Report,
  ending: AbortSignal,
): ShellEnvironment {
  const append = (text: string, names: readonly string[], until: AbortSignal): Promise<void> => {
    const appended = appendWhole(requireFile(environment), text, (before) =>
      canBeContinued(before, names, environment, until),
    );
    return report.during('having a shell read the lines of $BASH_ENV', appended);
  };
  return {
    exportVariables: async (variables) => {
      if (variables.length === 0) return;
      await readBackExports(variables, environment, ending);
      const names = variables.map(({ name }) => name);
      await append(renderExports(variables), names, ending);
      // The launcher tells; only bash, and not as sh, reads the file by itself.
      if (environment['VAULT_OIDC_READS_ENVIRONMENT'] === 'no') report.note(unread);
    },
    unsetVariables: async (names) => {
      if (names.length === 0) return;
      await append(`unset ${names.join(' ')}\n`, names, AbortSignal.timeout(unsetMs));
    },
  };
}

/** Told once something went where the shells of later steps will not see it by themselves. */
export const unread =
  'this shell does not read $BASH_ENV: begin each later step with  . "$BASH_ENV"  or give the steps  shell: /bin/bash -eo pipefail';

/** The path in BASH_ENV. Throws `Failed` when there is none. */
export function requireFile({ BASH_ENV: file }: Environment): string {
  if (file !== undefined && file !== '') return file;
  throw new Failed([
    describeFailure('BASH_ENV_UNUSABLE', {
      what: 'The later steps cannot be reached.',
      why: 'BASH_ENV, which names the file that they read, is not set',
      next: ['run this in a CircleCI job, or set BASH_ENV to the path of a file'],
    }),
  ]);
}
