import type { JsonObject } from '../json.ts';
import { judgeConfig } from './judge-config.ts';
import { judgeEngine, judgeMethod } from './judge-mount.ts';
import { judgePolicy } from './judge-policy.ts';
import { judgeRole } from './judge-role.ts';
import type { Resource } from './resource.ts';
import { listWrittenFields } from './resource-api.ts';
import type { Found, PlanOptions, Step } from './step.ts';

/**
 * What to do for each resource, in their order. What lies behind a mount that is in the
 * way is left out: whatever is there is of another kind.
 */
export function planSteps(
  found: ReadonlyMap<Resource, Found>,
  options: PlanOptions,
): readonly Step[] {
  const steps: Step[] = [];
  const blocked = new Set<string>();
  for (const [resource, facts] of found) {
    const place = namePlace(resource);
    if (place !== undefined && blocked.has(place)) continue;
    const step = judge(resource, facts, options);
    steps.push(step);
    if (step.state === 'in the way' && place !== undefined) blocked.add(place);
  }
  return steps;
}

function namePlace(resource: Resource): string | undefined {
  switch (resource.kind) {
    case 'secrets engine':
    case 'secret':
      return resource.mount;
    case 'policy':
      return undefined;
    default:
      return `auth/${resource.mount}`;
  }
}

function judge(resource: Resource, { fields, roles, holders }: Found, options: PlanOptions): Step {
  const whenThere = (judgeThere: (found: JsonObject) => Step): Step =>
    fields === undefined
      ? { state: 'make', resource, fields: listWrittenFields(resource) }
      : judgeThere(fields);
  switch (resource.kind) {
    case 'secrets engine':
      return judgeEngine(resource, fields ?? {});
    case 'auth method':
      return judgeMethod(resource, fields ?? {});
    case 'secret':
      return whenThere(() => ({ state: 'as it is', resource, kept: {} }));
    case 'policy':
      return whenThere((found) => judgePolicy(resource, found, holders, options));
    case 'auth config':
      return whenThere((found) => judgeConfig(resource, found, roles, options));
    case 'role':
      return whenThere((found) => judgeRole(resource, found, options));
  }
}
