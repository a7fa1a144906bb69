import { nameFromKey } from '../names.ts';
import { Secret } from '../secret.ts';
import type { Resource } from './resource.ts';

/** A value that a printed plan must not hold, and the variable that is to bring it. */
export interface SecretVariable {
  readonly key: string;
  /** Such as `SECRET_PASSWORD`; no other value of the plan has the same. */
  readonly variable: string;
}

/** Names a variable for every concealed value of the resources; by resource, for those that have some. */
export function nameSecretVariables(
  resources: readonly Resource[],
): ReadonlyMap<Resource, readonly SecretVariable[]> {
  const taken = new Set<string>();
  const named = new Map<Resource, readonly SecretVariable[]>();
  for (const resource of resources) {
    if (resource.kind !== 'secret') continue;
    const concealed = Object.entries(resource.values).filter(
      ([, value]) => value instanceof Secret,
    );
    named.set(
      resource,
      concealed.map(([key]) => ({ key, variable: claimVariable(key, taken) })),
    );
  }
  return named;
}

function claimVariable(key: string, taken: Set<string>): string {
  const base = `SECRET_${nameFromKey(key) || 'VALUE'}`;
  let name = base;
  for (let count = 2; taken.has(name); count += 1) name = `${base}_${count}`;
  taken.add(name);
  return name;
}
