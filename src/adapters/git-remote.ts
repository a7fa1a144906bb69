import { execFile } from 'node:child_process';
import type { Environment } from '../core/expansion.ts';

const longestRunMs = 5000;

/** The URL of a repository's remote `origin`, which may hold a password; undefined when Git tells none. */
export function readGitRemote(
  directory: string,
  environment: Environment,
): Promise<string | undefined> {
  return readGit(directory, environment, ['remote', 'get-url', 'origin']);
}

/** The top directory of the repository; undefined when Git tells none. */
export function readGitTop(
  directory: string,
  environment: Environment,
): Promise<string | undefined> {
  return readGit(directory, environment, ['rev-parse', '--show-toplevel']);
}

function readGit(
  directory: string,
  environment: Environment,
  args: readonly string[],
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { cwd: directory, env: { ...environment }, timeout: longestRunMs };
    execFile('git', args, options, (error, stdout) => {
      const told = stdout.replace(/\r?\n$/, '');
      resolve(error === null && told !== '' ? told : undefined);
    });
  });
}
