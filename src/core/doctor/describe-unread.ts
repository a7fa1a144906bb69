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
  /** Whether Vault tells the token nothing, not even what it is. */
  readonly isRefused: boolean;
}

/** The finding of all that was not read; none when there is nothing. */
export function describeUnread(unread: readonly Unread[], looker: Looker): Finding[] {
  if (unread.length === 0) return [];
  const lines = unread.map(
    ({ path, capability }) => `path "${path}" { capabilities = ["${capability}"] }`,
  );
  // Without them the rest is judged all the same.
  const isPassable =
    looker.isJob || unread.every(({ path }) => /^sys\/mounts$|\/cel\/role$/.test(path));
  return [
    {
      level: isPassable ? 'WARN' : 'FAIL',
      code: looker.isRefused ? 'VAULT_TOKEN_REFUSED' : 'UNREAD',
      subject: 'not judged',
      what: unread.map(({ path }) => path).join(', '),
      why: explain(looker),
      next: [
        ...(looker.isRefused
          ? [
              'log in again: vault login (or bao login)',
              "or have these lines added to one of the token's policies:",
            ]
          : []),
        ...new Set(lines),
      ],
    },
  ];
}

function explain({ hasToken, isRefused }: Looker): string {
  if (!hasToken) {
    return 'there is no VAULT_TOKEN and no ~/.vault-token: it takes a token with these lines in a policy';
  }
  return isRefused
    ? 'Vault refuses the token at hand (403): it has ended, or is of another server or namespace, or its policies grant none of this'
    : "the token at hand may not read it (403): it takes these lines in one of the token's policies";
}
