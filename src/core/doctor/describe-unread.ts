import type { Finding } from './finding.ts';

/** What could not be read, and the right that it takes. */
export interface Unread {
  /** The API's path. */
  readonly path: string;
  readonly capability: 'read' | 'list';
}

/** Who looks, and why that may not be enough. */
export interface Looker {
  /** Whether there is a token for Vault. */
  readonly hasToken: boolean;
  /** Whether a job looks, which is not to see such things. */
  readonly isJob: boolean;
}

/** The finding of all that was not read; none when there is nothing. */
export function describeUnread(unread: readonly Unread[], { hasToken, isJob }: Looker): Finding[] {
  if (unread.length === 0) return [];
  const lines = unread.map(
    ({ path, capability }) => `path "${path}" { capabilities = ["${capability}"] }`,
  );
  // Without them the rest is judged all the same.
  const isPassable = isJob || unread.every(({ path }) => /^sys\/mounts$|\/cel\/role$/.test(path));
  return [
    {
      level: isPassable ? 'WARN' : 'FAIL',
      code: 'UNREAD',
      subject: 'not judged',
      what: unread.map(({ path }) => path).join(', '),
      why: hasToken
        ? "the token at hand may not read it (403): it takes these lines in one of the token's policies"
        : 'there is no VAULT_TOKEN and no ~/.vault-token: it takes a token with these lines in a policy',
      next: [...new Set(lines)],
    },
  ];
}
