import { describe, expect, it } from 'vitest';
import { type Bump, bumps, isChangeset, readChangeset } from '../../scripts/orb/changeset.ts';
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

/** The interface of a small orb; the change is told in the words of its text. */
const small = `version: 2.1
description: a small orb
commands:
  load:
    parameters:
      path: { type: string }
      role: { type: string, default: deploy, description: who }
      form: { type: enum, enum: [json, text], default: json }
    steps: [{ run: { name: Load, command: load } }]
  list:
    steps: [{ run: { command: list } }]
executors:
  default:
    parameters: { tag: { type: string, default: lts } }
    docker: [{ image: cimg/node:<< parameters.tag >> }]
`;

/** Each change as the text that it takes the place of, the text, and the least bump. */
const changes: readonly (readonly [string, string, string, Bump])[] = [
  ['a command goes', '  list:\n    steps: [{ run: { command: list } }]\n', '', 'major'],
  ['a command is renamed', '  list:', '  show:', 'major'],
  ['an executor goes', /executors:.*$/s.exec(small)?.[0] ?? '', '', 'major'],
  ['a parameter goes', '      path: { type: string }\n', '', 'major'],
  ['a parameter is renamed', '      form:', '      shape:', 'major'],
  [
    'a parameter is required',
    'deploy, description: who',
    'deploy }\n      more: { type: string',
    'major',
  ],
  ['a parameter becomes required', 'default: deploy, ', '', 'major'],
  ['a default changes', 'default: deploy', 'default: admin', 'major'],
  ["an executor's default changes", 'default: lts', 'default: current', 'major'],
  ['a type changes', 'path: { type: string }', 'path: { type: boolean }', 'major'],
  ['a value goes', '[json, text]', '[json]', 'major'],
  ['a command is new', '  list:', '  show: { steps: [checkout] }\n  list:', 'minor'],
  [
    'a parameter is new',
    '      form:',
    '      more: { type: string, default: "" }\n      form:',
    'minor',
  ],
  [
    'a parameter may be left out',
    'path: { type: string }',
    'path: { type: string, default: "" }',
    'minor',
  ],
  ['a value is new', '[json, text]', '[json, text, csv]', 'minor'],
  ['a description changes', 'description: who', 'description: whom', 'patch'],
  ["the orb's description changes", 'a small orb', 'a little orb', 'patch'],
  ['a step changes', 'command: list', 'command: ls', 'patch'],
];

const change = (from: string, to: string): string => {
  const changed = small.replace(from, to);
  expect(changed).not.toBe(small);
  return changed;
};

describe('a change of the interface', () => {
  const check = (
    current: string,
    { committed = current, released }: { committed?: string | null; released?: string },
    bumpsTold: readonly (Bump | undefined)[] = [],
  ) =>
    checkInterface(current, {
      committed: committed ?? undefined,
      released: released === undefined ? undefined : { version: '1.0.0', text: released },
      changesets: bumpsTold.map((bump, index) => ({ name: `${index}.md`, bump })),
    });

  it.each([
    ['is not written down', { committed: 'old' }, ['interface-file']],
    ['is written down nowhere', { committed: null }, ['interface-file']],
    ['comes before the first release', {}, []],
    ['is released', { released: small }, []],
  ])('that %s', (_title, files, expected) => {
    expect(check(small, files).map(({ rule }) => rule)).toEqual(expected);
  });

  it.each(changes)(
    'such that %s is told by a changeset of that bump at least',
    (_title, from, to, least) => {
      const current = change(from, to);
      const enough = bumps.slice(bumps.indexOf(least));
      for (const told of [undefined, ...bumps]) {
        const findings = check(current, { released: small }, [undefined, told]).map(printFinding);
        const isEnough = enough.some((bump) => bump === told);
        expect(findings).toEqual(
          isEnough
            ? []
            : [expect.stringMatching(new RegExp(`^interface-changeset .*${least} at least`))],
        );
      }
    },
  );

  it('is told with its place, and with what to do', () => {
    const [finding, ...others] = check(change('path:', 'paths:'), { released: small }, ['minor']);
    expect(others).toEqual([]);
    expect(finding?.what).toContain(
      'minor alone is told of what is major at least: commands.load.parameters.path: it is gone; commands.load.parameters.paths: it is new and required',
    );
    expect(finding?.remedy).toContain('"npx changeset", choose major, ');
  });
});

describe('a changeset', () => {
  it.each([
    ['raises the orb', '---\n"vault-oidc": minor\n---\n\nMore.\n', 'minor'],
    ['raises it in single quotes', "---\n'vault-oidc': major\n---\nMore.", 'major'],
    ['comes from Windows', '---\r\n"vault-oidc": patch\r\n---\r\n\r\nLess.\r\n', 'patch'],
    ['is empty', '---\n---\n', undefined],
    ['raises another package', '---\n"other": major\n---\n\nMore.\n', undefined],
    ['tells nothing', '---\n"vault-oidc": major\n---\n\n', undefined],
    ['says "none"', '---\n"vault-oidc": none\n---\n\nMore.\n', undefined],
    ['is a text alone', 'vault-oidc: major', undefined],
    ['has no YAML', '---\n: [\n---\n\nMore.\n', undefined],
    ['has no file', '', undefined],
  ])('that %s', (_title, text, bump) => {
    expect(readChangeset('brave-cats-go.md', text)).toEqual({ name: 'brave-cats-go.md', bump });
  });

  it('is no other file of the directory', () => {
    const names = ['README.md', 'config.json', 'brave-cats-go.md'];
    expect(names.filter(isChangeset)).toEqual(['brave-cats-go.md']);
  });
});

describe('the interface is released', () => {
  const check = (
    version: string,
    released?: string,
    changesets: readonly string[] = [],
    text = small,
  ) =>
    checkRelease(
      { version, text },
      {
        committed: text,
        released: released === undefined ? undefined : { version: released, text: small },
        changesets: changesets.map((name) => ({ name, bump: undefined })),
      },
    ).map(printFinding);

  it.each([
    ['as the first one', check('1.0.0')],
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

  const least = { major: '2.0.0', minor: '1.5.0', patch: '1.4.10' };
  it.each(changes)('with a version that is high enough when %s', (_title, from, to, demanded) => {
    const text = change(from, to);
    for (const bump of bumps) {
      const told = check(least[bump], '1.4.9', [], text);
      const isEnough = bumps.indexOf(bump) >= bumps.indexOf(demanded);
      const words = `its version ${least[bump]} is below ${least[demanded]}, since it is ${demanded}`;
      expect(told).toEqual(isEnough ? [] : [expect.stringContaining(words)]);
    }
  });

  it('with its version, which is read again', () => {
    const released = { version: '12.0.3', text: packed };
    expect(parseReleased(printReleased(released))).toEqual(released);
    expect(() => parseReleased(packed)).toThrow('does not say which version it is of');
  });
});
