import { describe, expect, it } from 'vitest';
import { printFinding } from '../../scripts/orb/finding.ts';
import { checkInterface, printInterface } from '../../scripts/orb/interface.ts';
import { parseOrbText } from '../../scripts/orb/orb-under-review.ts';
import { holdForReview, readInterfaceFiles } from '../../scripts/orb/read-orb.ts';
import { readOrb } from '../support/vault-jobs.ts';

const packed = printInterface(holdForReview(readOrb()));
const print = (orb: string): string => printInterface({ root: parseOrbText(orb) });

describe('the interface file', () => {
  it('is what the orb is, and a change of it is told to the users', () => {
    expect(checkInterface(packed, readInterfaceFiles()).map(printFinding)).toEqual([]);
  });

  it.each([
    ['helper', /VAULT_OIDC_HELPER: .*/g, 'VAULT_OIDC_HELPER: other'],
    ['digest', /VAULT_OIDC_HELPER_SHA256: .*/g, 'VAULT_OIDC_HELPER_SHA256: other'],
    ['launcher', /unset NODE_OPTIONS/g, 'unset OTHER'],
  ])('stays the same when the %s changes', (_part, pattern, other) => {
    const changed = readOrb().replace(pattern, other);
    expect(changed).not.toBe(readOrb());
    expect(print(changed)).toBe(packed);
  });

  it.each([
    ['a default', 'default: 2m', 'default: 5m'],
    ['a description', 'Time for the whole', 'The time for the whole'],
    ['a condition', 'when: always', 'when: on_fail'],
    ['a variable', 'VAULT_OIDC_INPUT_ROLE: <<', 'VAULT_OIDC_INPUT_ROLES: <<'],
    ['an image', '- image: cimg/node:', '- image: cimg/base:'],
    ["an example's step", './deploy.sh', './release.sh'],
  ])('changes with %s', (_part, right, other) => {
    expect(print(readOrb().replace(right, other))).not.toBe(packed);
  });
});

describe('a change of the interface', () => {
  const check = (committed: string | undefined, released?: string, changesets: string[] = []) =>
    checkInterface('new', { committed, released, changesets }).map(({ rule }) => rule);

  it.each([
    ['is not written down', check('old'), ['interface-file']],
    ['is written down nowhere', check(undefined), ['interface-file']],
    ['is told to nobody', check('new', 'old'), ['interface-changeset']],
    [
      'is told to nobody but readers of the README',
      check('new', 'old', ['README.md', 'config.json']),
      ['interface-changeset'],
    ],
    ['is told to the users', check('new', 'old', ['brave-cats-go.md']), []],
    ['comes before the first release', check('new'), []],
    ['is released', check('new', 'new'), []],
  ])('that %s', (_title, told, expected) => {
    expect(told).toEqual(expected);
  });
});
