import type { Refusal } from '../refusal.ts';
import { mostLabelCharacters } from './release.ts';

/** The id of a commit in full, by SHA-1 or SHA-256. */
const commits = /^([0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * A branch as the label of a dev version: whatever is no letter, digit, ".", "_" or
 * "-" becomes "-", with none at the ends, and what is too long is cut. Empty when nothing of it is left.
 */
export function makeLabel(branch: string): string {
  return branch
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, mostLabelCharacters)
    .replace(/[^A-Za-z0-9]+$/, '');
}

/** Why the label names no version; empty when it does. */
export function checkBranch(label: string): Refusal[] {
  if (commits.test(label)) {
    return [
      {
        what: `The branch ${label} is named like a commit.`,
        why: 'a dev version under such a name is what orb:publish makes of a commit, unchanged',
        next: ['give the branch another name: git branch --move my-change'],
      },
    ];
  }
  if (label !== '') return [];
  return [
    {
      what: 'There is no branch to name the version after.',
      why: 'a commit is checked out without a branch, or no letter or digit is in its name',
      next: [
        'check a branch out: git switch -c my-change',
        'or name the version yourself: npm run orb:publish -- --namespace acme --version dev:alpha',
      ],
    },
  ];
}
