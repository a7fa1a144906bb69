/** The registry behind both APIs. */
export interface Registry {
  /** Source by reference, `namespace/orb@version`. */
  readonly versions: Map<string, string>;
  /** The orbs that were created, `namespace/orb`. */
  readonly orbs: Set<string>;
  /** The token that may publish. */
  readonly token: string;
  /** Takes a version; gives the reason when it is refused. */
  publish(orb: string, version: string, source: string): string | undefined;
}

export function createRegistry(token: string, orb: string): Registry {
  const versions = new Map<string, string>();
  const orbs = new Set([orb]);
  return {
    versions,
    orbs,
    token,
    publish: (name, version, source) => {
      const reference = `${name}@${version}`;
      if (!orbs.has(name)) return `Cannot find ${name}.`;
      if (!version.startsWith('dev:') && versions.has(reference)) {
        return `The version ${version} of ${name} was published already.`;
      }
      versions.set(reference, source);
      return undefined;
    },
  };
}
