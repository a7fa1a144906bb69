import { namePolicyPath } from '../core/administration/derive-policy.ts';
import { findReads } from '../core/administration/find-reads.ts';
import { chooseSteps, type RolePlace } from '../core/config-references/choose-steps.ts';
import { collectSteps } from '../core/config-references/collect-steps.ts';
import type { Failure } from '../core/failure.ts';
import type { JsonObject } from '../core/json.ts';

/** What a role's jobs read by a config. */
export interface RoleReads {
  /** The API's paths, not encoded. */
  readonly paths: readonly string[];
  /** What is not among them, and why. */
  readonly notes: readonly string[];
  /** What no job could read. */
  readonly failures: readonly Failure[];
}

/** The paths that a role's steps of a config read, given the mounts of the server. */
export function findRoleReads(config: unknown, place: RolePlace, mounts: JsonObject): RoleReads {
  const { chosen } = chooseSteps(collectSteps(config), place);
  const { reads, failures } = findReads(
    chosen.flatMap((step) => step.references),
    mounts,
  );
  return {
    paths: [...new Set(reads.map(namePolicyPath))],
    notes: chosen.flatMap(({ unresolved }) =>
      unresolved.map((one) => `${one.place}, line ${one.line}: "${one.text}": ${one.why}`),
    ),
    failures: [...chosen.flatMap((step) => step.failures), ...failures],
  };
}
