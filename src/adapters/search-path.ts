import { basename } from 'node:path';
import type { Environment } from '../core/expansion.ts';
import { Failed } from '../core/failure.ts';
import { quoteForShell } from '../core/quoting.ts';
import type { SearchPath } from '../install-ports.ts';
import type { Report } from '../ports.ts';
import { requireFile, unread } from './bash-environment.ts';
import { readPlainFile } from './plain-file.ts';
import { describeUnproved, runShell } from './run-shell.ts';
import { canBeContinued } from './shell-read-back.ts';
import { appendWhole, describeBroken } from './whole-append.ts';

/** The PATH of the later steps, which a line of `$BASH_ENV` changes; `ending` ends the shells that try it. */
export function createSearchPath(
  environment: Environment,
  report: Report,
  ending: AbortSignal,
): SearchPath {
  const canFollow = (before: Buffer): Promise<boolean> =>
    canBeContinued(before, ['PATH'], environment, ending);
  return {
    check: async () => {
      const file = requireFile(environment);
      const before = readPlainFile(file);
      // What is no plain file is refused when it is written to.
      if (before === undefined || (await canFollow(Buffer.from(`${before}\n`)))) return;
      throw new Failed([describeBroken(file)]);
    },
    add: async (directory, program) => {
      const line = await proveLine(directory, basename(program, '.exe'), environment, ending);
      await appendWhole(requireFile(environment), line, canFollow);
      if (environment['VAULT_OIDC_READS_ENVIRONMENT'] === 'no') report.note(unread);
    },
  };
}

/** The line that puts the directory ahead: a shell that ran it found the program there. */
async function proveLine(
  directory: string,
  name: string,
  environment: Environment,
  ending: AbortSignal,
): Promise<string> {
  const named = nameForShell(directory);
  const line = `export PATH=${quoteForShell(named)}:"$PATH"\n`;
  const look = `${line}command -v ${name}`;
  const { shell, stdout } = await runShell(['-s'], look, environment, ending);
  const found = stdout
    .toString()
    .trim()
    .replace(/\.exe$/, '');
  // Not every shell leaves out the slash that the root ends with already.
  if (found.replace(/^\/+/, '/') === `${named.replace(/\/$/, '')}/${name}`) return line;
  throw new Failed([
    describeUnproved(`${shell} does not find ${name} in ${directory}`, 'give another install_dir'),
  ]);
}

/** On Windows the shell is Git Bash, to which `C:\bin` is `/c/bin`. */
function nameForShell(directory: string): string {
  return /^[A-Za-z]:\\/.test(directory)
    ? `/${directory.replace(':', '').replaceAll('\\', '/')}`
    : directory;
}
