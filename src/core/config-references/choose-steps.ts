import type { OrbStep } from './collect-steps.ts';

/** The role that an administrator has in mind. */
export interface RolePlace {
  readonly role: string;
  /** Mount of the JWT method, without `auth/` in front. */
  readonly mount: string;
  /** Empty for the root namespace. */
  readonly namespace: string;
}

/** The steps of a config, by whether they may log in as the role. */
export interface ChosenSteps {
  readonly chosen: readonly OrbStep[];
  /** Those that state another role, mount or namespace: the role's policy is not for them. */
  readonly others: readonly OrbStep[];
}

/**
 * A step is the role's unless it plainly states another role, mount or namespace.
 * What it leaves to `${VAULT_ROLE}`, to another variable or to a default may be this
 * role, so that it counts; an address does not tell servers apart, for an
 * administrator may reach the same one by another name. Vault does not tell a
 * role's capital letters from small ones.
 */
export function chooseSteps(steps: readonly OrbStep[], place: RolePlace): ChosenSteps {
  const isRoles = ({ login }: OrbStep): boolean =>
    (login.role ?? place.role).toLowerCase() === place.role.toLowerCase() &&
    (login.mount ?? place.mount) === place.mount &&
    (login.namespace ?? place.namespace) === place.namespace;
  return {
    chosen: steps.filter(isRoles),
    others: steps.filter((step) => !isRoles(step)),
  };
}
