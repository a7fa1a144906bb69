import { readPackageFacts } from '../package-facts.ts';
import type { CacheStep, CommandDefinition } from '../sdk.ts';

/**
 * Puts steps around those of `install-vault` that carry its archives from job to job,
 * where the parameter `cache` is true. Nothing there is trusted: the installer proves
 * an archive of the cache as it proves one of the network.
 */
export function keepArchives(command: CommandDefinition): CommandDefinition {
  // Another version of the orb may know a newer release, and CircleCI never changes a cache.
  const { version } = readPackageFacts();
  const facts: Omit<CacheStep, 'kind' | 'name'> = {
    parameter: 'cache',
    key: `vault-oidc-${version}-{{ arch }}-<< parameters.product >>-<< parameters.version >>`,
    path: '~/.cache/vault-oidc/archives',
  };
  return {
    ...command,
    steps: [
      { kind: 'restore', name: 'Restore the archive of the CLI', ...facts },
      ...command.steps,
      { kind: 'save', name: 'Save the archive of the CLI', ...facts },
    ],
  };
}
