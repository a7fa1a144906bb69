import { spawnSync } from 'node:child_process';
import { type Refusal, Refused } from '../refusal.ts';
import type { Release } from './release.ts';

/** What git says of the directory that is published from. */
export interface Checkout {
  /** The commit in full. */
  readonly commit: string;
  /** Undefined when a commit is checked out instead of a branch. */
  readonly branch: string | undefined;
  /** Paths that are not as committed, with git's two letters before them. */
  readonly changes: readonly string[];
  /** Paths whose changes git was told not to look for. */
  readonly hidden: readonly string[];
  /** The commit that a tag names; undefined when there is no such tag. */
  findTag(name: string): string | undefined;
}

/** Asks git; throws `Refused` when there is no git or no repository. */
export function lookAtCheckout(directory: string): Checkout {
  const git = (...args: string[]) => spawnSync('git', args, { cwd: directory, encoding: 'utf8' });
  const ask = (...args: string[]): string => {
    const { error, status, stdout, stderr } = git(...args);
    if (error === undefined && status === 0) return stdout;
    throw new Refused([
      {
        what: 'Git does not tell what would be published.',
        why: error?.message ?? stderr.trim(),
        next: ['publish from a clone of the repository, with git on the PATH'],
      },
    ]);
  };
  const find = (...args: string[]): string | undefined => {
    const { status, stdout } = git(...args);
    return status === 0 ? stdout.trim() : undefined;
  };
  return {
    commit: ask('rev-parse', 'HEAD').trim(),
    branch: find('symbolic-ref', '--quiet', '--short', 'HEAD'),
    changes: listLines(ask('status', '--porcelain', '--untracked-files=all')),
    // A lower-case letter stands for "assume unchanged", S for "skip worktree".
    hidden: listLines(ask('ls-files', '-v'))
      .filter((line) => /^[a-zS] /.test(line))
      .map((line) => line.slice(2)),
    findTag: (name) => find('rev-parse', '--quiet', '--verify', `refs/tags/${name}^{commit}`),
  };
}

/** Why what git cannot answer for forbids to publish; empty when all is as committed. */
export function checkClean({ changes, hidden }: Checkout): Refusal[] {
  const refusals: Refusal[] = [];
  if (changes.length > 0) {
    refusals.push({
      what: 'The working tree has changes that no commit holds.',
      why: `nobody could build again what would be published: ${listSome(changes.map((change) => change.slice(3)))}`,
      next: ['commit them, or put them aside: git stash --include-untracked'],
    });
  }
  if (hidden.length > 0) {
    refusals.push({
      what: 'Git was told not to look for changes in some files.',
      why: `nobody knows whether they are as committed: ${listSome(hidden)}`,
      next: [
        'let git look: git update-index --no-assume-unchanged --no-skip-worktree <file>',
        'or, where only a part is checked out: git sparse-checkout disable',
      ],
    });
  }
  return refusals;
}

/** What forbids a production version: it goes out from its tag, under package.json's version. */
export function checkTag(
  { version, isProduction }: Release,
  { commit, findTag }: Checkout,
  packageVersion: string,
): Refusal[] {
  if (!isProduction) return [];
  const refusals: Refusal[] = [];
  if (version !== packageVersion) {
    refusals.push({
      what: `Version ${version} is not the version of package.json.`,
      why: `package.json says ${packageVersion}, and the helper tells Vault that version`,
      next: [`publish --version ${packageVersion}, or set the version in package.json first`],
    });
  }
  const tag = `v${version}`;
  const tagged = findTag(tag);
  if (tagged === undefined) {
    refusals.push({
      what: `There is no tag ${tag}.`,
      why: 'a production version is published from its tag alone, so that its source can be found',
      next: [
        `tag the commit: git tag ${tag} && git push origin ${tag}`,
        'in a shallow clone, fetch the tags first: git fetch --tags',
      ],
    });
  } else if (tagged !== commit) {
    refusals.push({
      what: `The tag ${tag} is not at the commit that is checked out.`,
      why: `it is at ${tagged.slice(0, 12)}, and HEAD at ${commit.slice(0, 12)}`,
      next: [`check the tag out: git checkout ${tag}`],
    });
  }
  return refusals;
}

function listLines(text: string): string[] {
  return text.split('\n').filter(Boolean);
}

function listSome(paths: readonly string[]): string {
  const shown = paths.slice(0, 5);
  const more = paths.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
