import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A git repository of its own, in a directory for temporary files. */
export interface Repository extends Disposable {
  readonly directory: string;
  git(...args: string[]): string;
  /** Adds a line to a file, or makes the file. */
  change(path: string): void;
}

// Nothing of the user's own settings of git counts here.
const environment = {
  PATH: process.env['PATH'],
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

/** Makes one with these files, which `fill` may add to, in one commit on the branch main. */
export function makeRepository(
  paths: readonly string[],
  fill: (directory: string) => void = () => undefined,
): Repository {
  const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-release-'));
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: directory, encoding: 'utf8', env: environment }).trim();
  const change = (path: string): void => appendFileSync(join(directory, path), '\n');
  for (const path of paths) change(path);
  fill(directory);
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '.');
  git('commit', '--quiet', '--message', 'all of it');
  return {
    directory,
    git,
    change,
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}
