import { describe, expect, it } from 'vitest';
import { printFinding } from '../../scripts/orb/finding.ts';
import { checkInterface, printInterface } from '../../scripts/orb/interface.ts';
import { parseOrbText } from '../../scripts/orb/orb-under-review.ts';
import { holdForReview, readInterfaceFiles } from '../../scripts/orb/read-orb.ts';
import {
  checkRelease,
  parseReleased,
  printReleased,
} from '../../scripts/orb/released-interface.ts';
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
    checkInterface('new', {
      committed,
      released: released === undefined ? undefined : { version: '1.0.0', text: released },
      changesets,
    }).map(({ rule }) => rule);

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

describe('the interface is released', () => {
  const check = (version: string, released?: string, changesets: string[] = []) =>
    checkRelease(version, {
      committed: 'new',
      released: released === undefined ? undefined : { version: released, text: 'old' },
      changesets,
    }).map(printFinding);

  it.each([
    ['as the first one', check('1.0.0', undefined, ['README.md', 'config.json'])],
    ['as a patch', check('1.0.1', '1.0.0')],
    ['as a minor version', check('1.10.0', '1.9.9')],
    ['as a major version', check('10.0.0', '9.10.10')],
  ])('%s', (_title, told) => {
    expect(told).toEqual([]);
  });

  it.each([
    ['before changes are taken up', check('1.0.1', '1.0.0', ['brave-cats-go.md']), 'brave-cats-go'],
    ['again', check('1.0.0', '1.0.0'), '1.0.0 is not above 1.0.0'],
    ['as an earlier patch', check('1.9.9', '1.10.0'), '1.9.9 is not above 1.10.0'],
    ['as an earlier major version', check('9.10.10', '10.0.0'), 'is not above 10.0.0'],
    ['as a trial of a version', check('2.0.0-beta.1', '1.0.0'), 'has not the form 1.2.3'],
  ])('but not %s', (_title, told, words) => {
    expect(told).toEqual([expect.stringContaining(words)]);
    expect(told).toEqual([expect.stringContaining('run "npx changeset version"')]);
  });

  it('with its version, which is read again', () => {
    const released = { version: '12.0.3', text: packed };
    expect(parseReleased(printReleased(released))).toEqual(released);
    expect(() => parseReleased(packed)).toThrow('does not say which version it is of');
  });
});
