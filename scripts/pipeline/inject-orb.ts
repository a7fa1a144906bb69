import { parse } from 'yaml';
import { printYaml, yamlVersion } from '../../orb/circleci-yaml.ts';

/**
 * The config with the orb's own text in the place of the orb `vault-oidc`, so that
 * its jobs use an orb that nobody has published. Throws when it names no such orb.
 */
export function injectOrb(config: string, orb: string): string {
  const document = parse(config, yamlVersion);
  if (document?.orbs?.['vault-oidc'] === undefined) {
    throw new Error('the config has no orb "vault-oidc" to replace');
  }
  // An inline orb has no page in the registry.
  const { examples: _examples, display: _display, ...used } = parse(orb, yamlVersion);
  document.orbs['vault-oidc'] = used;
  return printYaml(document);
}
