/** The namespace that the orb's own text names; its production versions go there alone. */
export const orbNamespace = 'org';

/** The orb's name below any namespace. */
export const orbName = 'vault-oidc';

/** The orb as configs name it, without a version. */
export const qualifiedOrbName = `${orbNamespace}/${orbName}`;

/** The name that examples give the orb; its commands go by `<alias>/<command>`. */
export const orbAlias = 'vault-oidc';

/**
 * What a config writes to use the orb of a version such as `1.2.3`: the newest of
 * its major version. Before the first release, which is 1.0.0, that is 1 as well.
 * Throws on what is no version.
 */
export function referToOrb(version: string): string {
  const major = /^(\d+)\.\d+\.\d+/.exec(version)?.[1];
  if (major === undefined) throw new Error(`"${version}" is no version of the orb`);
  return `${qualifiedOrbName}@${Math.max(Number(major), 1)}`;
}
