/** Who may log in, and what for: what an administrator says of one project. */
export interface TrustWish {
  /** The organization's id, a UUID. */
  readonly organizationId: string;
  /** The project's id, a UUID. */
  readonly projectId: string;
  /** Ids of contexts, of which a job must have one; empty for no such demand. */
  readonly contextIds: readonly string[];
  /** Such as `github.com/acme/app`; empty for no such demand. */
  readonly vcsOrigins: readonly string[];
  /** Such as `refs/heads/main`; with `*` in one, the role matches by glob. Empty for no such demand. */
  readonly vcsRefs: readonly string[];
  readonly pipelineDefinitionIds: readonly string[];
  /** Whom the token is for; the organization's id unless a job mints one for another. */
  readonly audience: string;
  /** Whether a job that was run again with SSH may log in. */
  readonly allowsSshReruns: boolean;
  /** The issuer of the organization's tokens, exactly as tokens name it. */
  readonly issuer: string;
  /** Mount of the JWT method, such as `jwt`. */
  readonly mount: string;
  readonly role: string;
  readonly policy: string;
  /** Seconds. */
  readonly tokenTtl: number;
}

/** The issuer that all organizations of CircleCI's cloud share (CircleCI, "OpenID Connect tokens"). */
export const sharedIssuer = 'https://oidc.circleci.com';

/** The issuer of an organization's tokens (the same page). */
export function nameIssuer(organizationId: string): string {
  return `${sharedIssuer}/org/${organizationId}`;
}
