import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Git repository without a commit, removed when it is disposed of. */
export interface Repository extends Disposable {
  readonly directory: string;
  /** Makes a directory below its top; gives its whole path. */
  addDirectory(path: string): string;
  /** The text of its `.circleci/config.yml`; throws where there is none. */
  readConfig(): string;
}

/** Makes one, with this URL as its remote `origin`; left out, without a remote. */
export function makeRepository(remote?: string): Repository {
  const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-repository-'));
  const git = (...args: readonly string[]): unknown =>
    execFileSync('git', args, { cwd: directory });
  git('init', '--quiet');
  if (remote !== undefined) git('remote', 'add', 'origin', remote);
  return {
    directory,
    addDirectory: (path) => {
      mkdirSync(join(directory, path), { recursive: true });
      return join(directory, path);
    },
    readConfig: () => readFileSync(join(directory, '.circleci', 'config.yml'), 'utf8'),
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}
