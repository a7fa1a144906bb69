import { expect, it } from 'vitest';
import { writeOrbReferences } from '../../../scripts/document/orb-references.ts';
import { orbName, qualifiedOrbName } from '../../../src/inputs/orb-name.ts';

it.each([
  ['another namespace', `orbs: { v: acme/${orbName}@1 }`, `orbs: { v: ${qualifiedOrbName}@3 }`],
  ['an earlier major version', `${qualifiedOrbName}@2.`, `${qualifiedOrbName}@3.`],
  ['a pinned version', `acme/${orbName}@1.2.3`, `${qualifiedOrbName}@1.2.3`],
  ['a dev version', `acme/${orbName}@dev:alpha`, `acme/${orbName}@dev:alpha`],
  ['another orb', `acme/my-${orbName}@1`, `acme/my-${orbName}@1`],
])('a document that names %s', (_what, document, expected) => {
  expect(writeOrbReferences(document, '3.1.4')).toBe(expected);
});
