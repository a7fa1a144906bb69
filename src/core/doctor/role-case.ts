import { type MethodFacts, readOrganization } from './method-facts.ts';
import { type Place, rewriteRole } from './remedy.ts';
import type { BoundClaim, RoleFacts } from './role-facts.ts';

/** Whose jobs are to get in, as far as it is known; ids are UUIDs. */
export interface KnownParties {
  /** Of the tokens, where it is stated: that of CircleCI's cloud seldom is. */
  readonly issuer: string | undefined;
  readonly organizationId: string | undefined;
  readonly projectId: string | undefined;
}

/** A role, and what it must be seen with. */
export interface RoleCase {
  readonly role: RoleFacts;
  /** Undefined when it could not be read. */
  readonly method: MethodFacts | undefined;
  /** Whose the options say. */
  readonly asked: KnownParties;
  /** Whose the options, a token or the mount say: what a remedy may fill in. */
  readonly known: KnownParties;
  /** Whether it was asked for by name: others of the mount may be for other projects. */
  readonly isNamed: boolean;
  readonly place: Place;
}

/** The command that changes the role by a jq filter. */
export function changeRole({ place, role }: RoleCase, filter: string): string {
  return rewriteRole(place, role.name, filter);
}

/** A jq filter that takes a bound claim away or puts its values into another's place. */
export function indexClaim(claim: string): string {
  return `.bound_claims[${JSON.stringify(claim)}]`;
}

/** A filter that binds a claim, for somebody to fill in. */
export function nameValues({ written, meant }: BoundClaim): string {
  return `${indexClaim(written)} = ["<${meant}>"]`;
}

/** The organization whose tokens a mount trusts, as far as it says so. */
export function findTrustedOrganization({ method, asked }: RoleCase): string | undefined {
  return asked.organizationId ?? readOrganization(method?.issuer ?? '');
}
