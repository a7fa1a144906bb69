import { getText, type JsonObject } from '../json.ts';
import { describeInTheWay } from './judge-mount.ts';
import { nameRoles } from './name-roles.ts';
import type { Resource } from './resource.ts';
import type { Found, PlanOptions, Step } from './step.ts';

type Policy = Extract<Resource, { readonly kind: 'policy' }>;

/** Whether the policy that was found says what is wished. */
export function isSamePolicy({ text }: Policy, found: JsonObject): boolean {
  return (getText(found, 'policy') ?? '').trim() === text.trim();
}

/**
 * What to do for a policy that is there. Another text under the same name would take rights
 * from whoever else has it, so it is replaced by consent alone, unless the role that is to be
 * made has it already and no other role of the method does.
 */
export function judgePolicy(
  resource: Policy,
  found: JsonObject,
  holders: Found['holders'],
  { role, replaces }: PlanOptions,
): Step {
  if (isSamePolicy(resource, found)) return { state: 'as it is', resource, kept: {} };
  const owners = replaces ? undefined : tellOwners(holders, role);
  if (owners !== undefined) {
    const failure = describeInTheWay(resource, `it is there with other rules, and ${owners}`, [
      'name another with --policy, to leave it alone',
      'or give --replace to write over it',
    ]);
    return { state: 'in the way', resource, failure };
  }
  const { text: to } = resource;
  const changes = [{ field: 'policy', from: getText(found, 'policy') ?? '', to }];
  return { state: 'change', resource, changes, fields: { policy: to }, kept: {} };
}

/** Who else may need it; undefined when nobody does. */
function tellOwners(holders: Found['holders'], role: string): string | undefined {
  if (holders === undefined) return 'Vault does not tell which roles have it';
  if (!holders.includes(role)) return `no role "${role}" has it: it is somebody else's`;
  const others = holders.filter((name) => name !== role);
  return others.length === 0 ? undefined : `other roles have it: ${nameRoles(others)}`;
}
