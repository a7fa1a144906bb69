import type { Secret } from './secret.ts';

/** Which server a session is with, and as whom it logged in. */
export interface SessionScope {
  /** The server's address without a trailing slash. */
  readonly address: string;
  /** The namespace, or empty. */
  readonly namespace: string;
  readonly mount: string;
  /** The role that was asked for; empty for the mount's default. */
  readonly role: string;
}

/** A log-in that outlives its step. */
export interface Session extends SessionScope {
  readonly token: Secret<string>;
  /** The token's accessor, or empty: what a batch token has. */
  readonly accessor: string;
  /** Milliseconds since 1970 at which the token ends; undefined when it has no end. */
  readonly expiresAt: number | undefined;
}

const shortestUse = 30_000;

/** Whether the session is of that scope and has half a minute left. */
export function isUsableSession(session: Session, scope: SessionScope, now: number): boolean {
  const isSameScope =
    session.address === scope.address &&
    session.namespace === scope.namespace &&
    session.mount === scope.mount &&
    session.role === scope.role;
  return isSameScope && (session.expiresAt ?? Number.POSITIVE_INFINITY) - now >= shortestUse;
}
