import type { Reference, SecretPath } from '../references/reference.ts';

/** A reference to a whole secret that is named by its path alone. */
export function referToPath(path: SecretPath, index: number): Reference {
  return {
    line: index + 1,
    text: path.segments.join('/'),
    path,
    selector: { kind: 'whole secret' },
    name: undefined,
    isNameStated: false,
    absence: { kind: 'failure' },
    encoding: undefined,
  };
}
