import type { Failure } from '../failure.ts';
import type { Reference } from '../references/reference.ts';
import { chooseSteps, type RolePlace } from './choose-steps.ts';
import { collectSteps, type OrbStep } from './collect-steps.ts';

/** What a role's jobs read by a config. */
export interface RoleReferences {
  readonly references: readonly Reference[];
  /** What else they read, which the config alone does not tell; a sentence for each. */
  readonly unresolved: readonly string[];
  /** The steps that are not the role's, and by what; a sentence for each. */
  readonly others: readonly string[];
  /** References that no job could read. */
  readonly failures: readonly Failure[];
}

/**
 * What the role's steps of a CircleCI config read; the config is given as a YAML parser
 * reads it. `consequence` ends the sentences: what becomes of what is not among the
 * references, such as `is not in the policy`.
 */
export function findRoleReferences(
  config: unknown,
  place: RolePlace,
  consequence: string,
): RoleReferences {
  const { chosen, others } = chooseSteps(collectSteps(config), place);
  return {
    references: chosen.flatMap(({ references }) => references),
    unresolved: listOnce(
      chosen
        .flatMap(({ unresolved }) => unresolved)
        .map((one) => `${one.place}: "${one.text}" ${consequence}: ${one.why}; ${one.next}`),
    ),
    others: listOnce(
      others.map(
        (step) =>
          `${step.place} logs in ${describeDifference(step, place)}: what it reads ${consequence}`,
      ),
    ),
    failures: chosen.flatMap(({ failures }) => failures),
  };
}

/** By what a step is not the role's. */
function describeDifference({ login }: OrbStep, place: RolePlace): string {
  const { role = place.role, mount = place.mount, namespace = place.namespace } = login;
  return [
    ...(role.toLowerCase() === place.role.toLowerCase() ? [] : [`as the role "${role}"`]),
    ...(mount === place.mount ? [] : [`through auth/${mount}`]),
    ...(namespace === place.namespace
      ? []
      : [namespace === '' ? 'in the root namespace' : `in the namespace ${namespace}`]),
  ].join(', ');
}

function listOnce(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
