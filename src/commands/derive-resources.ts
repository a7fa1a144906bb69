import type { VaultAdministration } from '../administration-ports.ts';
import { derivePolicy } from '../core/administration/derive-policy.ts';
import { listResources, type VaultSide } from '../core/administration/desired-resources.ts';
import { findReads } from '../core/administration/find-reads.ts';
import { explainMissingRights, type Right } from '../core/administration/needed-rights.ts';
import type { Resource } from '../core/administration/resource.ts';
import { Failed, throwFailures } from '../core/failure.ts';
import type { JsonObject } from '../core/json.ts';
import { isApiPath } from '../core/read-plan.ts';
import type { Reference } from '../core/references/reference.ts';

/** What a role's jobs are to read, and who may log in. */
export interface ResourceWish {
  readonly side: Omit<VaultSide, 'policyText'>;
  readonly references: readonly Reference[];
}

/** The right to learn which engines are KV version 2. */
export const rightToListMounts: Right = { path: 'sys/mounts', capabilities: ['read'] };

/** Whether Vault must be asked for its mounts: a path of the API and one in a mount to be made need none. */
export function needsMounts({ side, references }: ResourceWish): boolean {
  return references.some(
    ({ path }) => !isApiPath(path) && !`${path.segments.join('/')}/`.startsWith(`${side.engine}/`),
  );
}

/** The resources with the policy that grants the references and nothing else. Throws `Failed`. */
export async function deriveResources(
  wish: ResourceWish,
  administration: VaultAdministration,
): Promise<Resource[]> {
  const { side, references } = wish;
  const mounts = needsMounts(wish) ? await listMounts(administration) : {};
  const { reads, failures } = findReads(references, mounts, side.engine);
  const policy = derivePolicy(reads);
  throwFailures([...failures, ...policy.failures]);
  return listResources({ ...side, policyText: policy.text });
}

async function listMounts(administration: VaultAdministration): Promise<JsonObject> {
  const answer = await administration.read('sys/mounts');
  if (answer.granted) return answer.value ?? {};
  throw new Failed([explainMissingRights([rightToListMounts], [])]);
}
