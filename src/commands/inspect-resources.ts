import type { VaultAdministration } from '../administration-ports.ts';
import {
  explainUnknownToken,
  explainUnreadable,
} from '../core/administration/explain-administration.ts';
import { isSamePolicy } from '../core/administration/judge-policy.ts';
import { explainMissingRights, listRightsToRead } from '../core/administration/needed-rights.ts';
import type { Resource } from '../core/administration/resource.ts';
import { namePathToRead } from '../core/administration/resource-api.ts';
import type { Found } from '../core/administration/step.ts';
import { Failed, throwFailures } from '../core/failure.ts';
import type { Answered } from '../ports.ts';
import { findHolders } from './find-holders.ts';
import { settleAll } from './settle-all.ts';

/**
 * What is there of each resource. Throws `Failed`, for what the token may not read with
 * all rights that it lacks for that.
 */
export async function inspectResources(
  resources: readonly Resource[],
  administration: VaultAdministration,
): Promise<Map<Resource, Found>> {
  const answers = await settleAll(
    resources.map(async (resource) => ({
      resource,
      answer: await inspect(resource, resources, administration),
    })),
  );
  const refused = answers.flatMap(({ resource, answer }) =>
    answer.granted ? [] : [{ resource, refusal: answer.refusal }],
  );
  const forbidden = refused.filter(({ refusal }) => refusal.status === 403);
  if (forbidden.length === resources.length) throw new Failed([explainUnknownToken(resources)]);
  if (forbidden.length > 0) {
    const missing = listRightsToRead(forbidden.map(({ resource }) => resource));
    throw new Failed([explainMissingRights(missing, resources)]);
  }
  throwFailures(refused.map(({ resource, refusal }) => explainUnreadable(refusal, resource)));
  return new Map(
    answers.flatMap(({ resource, answer }) => (answer.granted ? [[resource, answer.value]] : [])),
  );
}

async function inspect(
  resource: Resource,
  resources: readonly Resource[],
  administration: VaultAdministration,
): Promise<Answered<Found>> {
  const answer = await administration.read(namePathToRead(resource));
  if (!answer.granted) {
    // Below a mount that is not there yet, Vault has no route.
    return answer.refusal.status === 404 ? { granted: true, value: { fields: undefined } } : answer;
  }
  const fields = answer.value;
  if (fields === undefined) return { granted: true, value: { fields } };
  if (resource.kind === 'auth config') {
    const roles = await administration.list(`auth/${resource.mount}/role`);
    return { granted: true, value: { fields, roles: roles.granted ? roles.value : undefined } };
  }
  if (resource.kind !== 'policy' || isSamePolicy(resource, fields)) {
    return { granted: true, value: { fields } };
  }
  const role = resources.find((one) => one.kind === 'role');
  const holders =
    role === undefined ? [] : await findHolders(resource.name, role.mount, administration);
  return { granted: true, value: { fields, holders } };
}
