import type { TrustWish } from '../core/administration/trust-wish.ts';
import { loginInputs } from './login.ts';

/** What a step of the orb must be given to log in so, by the names of its parameters. */
export function listLoginParameters({
  role,
  mount,
  audience,
  organizationId,
}: TrustWish): Readonly<Record<string, string>> {
  return {
    role,
    ...(mount === loginInputs.auth_mount.default ? {} : { auth_mount: mount }),
    ...(audience === organizationId ? {} : { audience }),
  };
}
