/**
 * Orders versions, the older one first: by their numbers, then a pre-release before its
 * release, then by the letters of what follows (`-rc2`, `+ent`).
 */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [splitVersion(one), splitVersion(other)];
  for (let place = 0; place < Math.max(a.numbers.length, b.numbers.length); place += 1) {
    const difference = (a.numbers[place] ?? 0) - (b.numbers[place] ?? 0);
    if (difference !== 0) return difference;
  }
  if (a.isPrerelease !== b.isPrerelease) return a.isPrerelease ? -1 : 1;
  if (a.suffix === b.suffix) return 0;
  return a.suffix < b.suffix ? -1 : 1;
}

interface Version {
  readonly numbers: readonly number[];
  /** From the first `-` or `+` on. */
  readonly suffix: string;
  readonly isPrerelease: boolean;
}

function splitVersion(version: string): Version {
  const [numbers = ''] = version.split(/[-+]/, 1);
  const suffix = version.slice(numbers.length);
  return { numbers: numbers.split('.').map(Number), suffix, isPrerelease: suffix.startsWith('-') };
}
