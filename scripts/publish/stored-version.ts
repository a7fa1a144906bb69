import type { CircleCiCli, CliResult } from '../circleci-cli/circleci-cli.ts';

/** What the registry holds under a reference. */
export type StoredVersion =
  | { readonly kind: 'present'; readonly source: string }
  | { readonly kind: 'absent' }
  /** It could not be asked; or it is absent, which the CLI 0.1 tells no other way. */
  | { readonly kind: 'unknown'; readonly result: CliResult };

const notFound = 5;

/** Asks the registry once. */
export async function readVersion(cli: CircleCiCli, reference: string): Promise<StoredVersion> {
  const result = await cli.run('orb', 'source', reference);
  if (result.exitStatus === 0) return { kind: 'present', source: result.stdout };
  if (cli.generation === '1.x' && result.exitStatus === notFound) return { kind: 'absent' };
  return { kind: 'unknown', result };
}

/**
 * Whether the registry holds this source. Newlines at the end do not count: the
 * CLI 0.1 prints one more than there is.
 */
export function holds(stored: StoredVersion, source: string): boolean {
  return stored.kind === 'present' && dropLastNewlines(stored.source) === dropLastNewlines(source);
}

function dropLastNewlines(text: string): string {
  return text.replace(/\n+$/, '');
}
