import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { formatCount } from '../../scripts/bench/figures.ts';
import { measureSizes } from '../../scripts/bench/sizes.ts';
import { root } from '../../scripts/bundle-helper.ts';
import { readOrb } from '../support/vault-jobs.ts';

it('the README tells the sizes of the orb that is built', () => {
  const { helperCharacters, launcherCharacters, useCharacters } = measureSizes(readOrb());
  const readme = readFileSync(`${root}README.md`, 'utf8');
  const told = [
    `| helper as it travels | ${formatCount(helperCharacters)} characters |`,
    `| helper, the hard limit | ${formatCount(helperCharacters)} characters |`,
    `| launcher | ${formatCount(launcherCharacters)} characters |`,
    `One use of \`load-secrets\` adds ${formatCount(useCharacters)} characters `,
  ];
  expect(told.filter((text) => !readme.includes(text))).toEqual([]);
});
