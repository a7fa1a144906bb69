import { orbAlias } from '../../src/inputs/orb-name.ts';
import { expectMap, isYamlMap } from '../../test/support/runner/compile-error.ts';
import { parseDocument } from '../../test/support/runner/library.ts';

const ours = /^[^/@]+\/vault-oidc$/;

/**
 * The names of this orb that a config uses, whatever their namespaces, without
 * versions. Throws when it uses another orb of the registry, or one by its URL:
 * there is no local build of those. Inline orbs are part of the config.
 */
export function findLocalOrbs(config: string): string[] {
  const names = listOrbNames(parseDocument(config, 'config')['orbs']);
  const others = names.filter((name) => !ours.test(name));
  if (others.length > 0) {
    throw new Error(
      `the config uses ${others.join(', ')}: only vault-oidc can be tried here; name a config without other orbs`,
    );
  }
  return [...new Set(names)];
}

/** Those below `orbs`, also the ones that an inline orb imports. */
function listOrbNames(orbs: unknown): string[] {
  return Object.entries(expectMap(orbs, 'orbs')).flatMap(([alias, orb]) => {
    if (isYamlMap(orb)) return listOrbNames(orb['orbs']);
    // An orb with a URL has its `@`, if any, anywhere.
    const reference = String(orb ?? alias);
    return [reference.includes('://') ? reference : reference.replace(/@.*$/s, '')];
  });
}

/**
 * Whether a config leaves the orb `vault-oidc` open, as one does that a setup workflow
 * continues with: an empty map in the place of the orb.
 */
export function leavesOrbOpen(config: string): boolean {
  const orb = expectMap(parseDocument(config, 'config')['orbs'], 'orbs')[orbAlias];
  return isYamlMap(orb) && Object.keys(orb).length === 0;
}
