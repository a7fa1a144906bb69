import { listResources } from '../core/administration/desired-resources.ts';
import { explainNotKept } from '../core/administration/explain-administration.ts';
import {
  explainMissingRights,
  findMissingRights,
  listAllRights,
  listRightsToRead,
  listRightsToTake,
  mergeRights,
} from '../core/administration/needed-rights.ts';
import type { Resource } from '../core/administration/resource.ts';
import { planSteps } from '../core/administration/resource-plan.ts';
import type { PlanOptions, Step } from '../core/administration/step.ts';
import { Failed, type Failure, throwFailures } from '../core/failure.ts';
import type { JsonObject } from '../core/json.ts';
import { type ApplyPorts, applySteps, type WritingStep } from './apply-steps.ts';
import { askCapabilities } from './ask-rights.ts';
import {
  deriveResources,
  needsMounts,
  type ResourceWish,
  rightToListMounts,
} from './derive-resources.ts';
import { inspectResources } from './inspect-resources.ts';

/** What there is to do on the Vault side. */
export interface SetupPlan {
  readonly steps: readonly Step[];
  /** Why the token at hand could not apply it; undefined when it could, or Vault does not tell. */
  readonly forbidden: Failure | undefined;
}

/** What looking at the server needs. */
export type PlanPorts = Pick<ApplyPorts, 'administration'>;

/** The wish, and what its administrator agreed to. */
export interface SetupRequest extends ResourceWish {
  readonly replaces: boolean;
}

/** Compares what is there with the wish; writes nothing. Throws `Failed`. */
export async function planSetup(
  request: SetupRequest,
  { administration }: PlanPorts,
): Promise<SetupPlan> {
  const capabilities = await askForRights(request, administration);
  const resources = await deriveResources(request, administration);
  const found = await inspectResources(resources, administration);
  const steps = planSteps(found, nameOptions(request));
  return { steps, forbidden: findForbidden(steps, resources, capabilities) };
}

/** Writes what the plan says, reads it back and compares. Throws `Failed`. */
export async function applySetup(
  { steps, forbidden }: SetupPlan,
  request: SetupRequest,
  ports: ApplyPorts,
): Promise<void> {
  throwFailures(listObstacles(steps));
  throwFailures(forbidden === undefined ? [] : [forbidden]);
  await applySteps(listWritingSteps(steps), ports);
  const resources = steps.map(({ resource }) => resource);
  const found = await inspectResources(resources, ports.administration);
  throwFailures(explainNotKept(planSteps(found, nameOptions(request))));
}

/** What the plan would write, each with all that is written. Throws `Failed`, also for an obstacle. */
export async function listOpenResources(
  request: SetupRequest,
  ports: PlanPorts,
): Promise<Resource[]> {
  const { steps } = await planSetup(request, ports);
  throwFailures(listObstacles(steps));
  return listWritingSteps(steps).map(({ resource, fields }) =>
    resource.kind === 'role' || resource.kind === 'auth config'
      ? { ...resource, fields }
      : resource,
  );
}

/** Why the plan cannot be applied, for each resource that is in the way. */
export function listObstacles(steps: readonly Step[]): Failure[] {
  return steps.flatMap((step) => (step.state === 'in the way' ? [step.failure] : []));
}

/** The steps that write. */
export function listWritingSteps(steps: readonly Step[]): WritingStep[] {
  return steps.flatMap((step) => (step.state === 'make' || step.state === 'change' ? [step] : []));
}

function nameOptions({ side, replaces }: SetupRequest): PlanOptions {
  return { role: side.wish.role, replaces };
}

/** What the token may do; throws `Failed` with all that it lacks when it may not even look. */
async function askForRights(
  request: SetupRequest,
  administration: PlanPorts['administration'],
): Promise<JsonObject | undefined> {
  // Which rights are needed does not depend on what the policy says.
  const resources = listResources({ ...request.side, policyText: '' });
  const mounts = needsMounts(request) ? [rightToListMounts] : [];
  const toLook = mergeRights([...mounts, ...listRightsToRead(resources)]);
  const all = mergeRights([...mounts, ...listAllRights(resources)]);
  const told = await askCapabilities(all, administration);
  // Such a token can mostly do nothing at all: looking tells.
  if (told === undefined) await inspectResources(resources, administration);
  if (told === undefined || findMissingRights(toLook, told).length === 0) return told;
  throw new Failed([explainMissingRights(findMissingRights(all, told), resources)]);
}

function findForbidden(
  steps: readonly Step[],
  resources: readonly Resource[],
  capabilities: JsonObject | undefined,
): Failure | undefined {
  if (capabilities === undefined) return undefined;
  const missing = findMissingRights(listRightsToTake(steps), capabilities);
  return missing.length === 0 ? undefined : explainMissingRights(missing, resources);
}
