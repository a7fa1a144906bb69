import { describeFailure, type Failure, isFailure } from '../failure.ts';
import type { JsonObject } from '../json.ts';
import {
  groupByPath,
  isApiPath,
  listLines,
  type PlannedRead,
  planRead,
  type WantedPath,
} from '../read-plan.ts';
import { formatPath, type Reference } from '../references/reference.ts';
import { findMount } from './find-mount.ts';

/** The requests that a job makes for its references, as far as they can be told. */
export interface FoundReads {
  readonly reads: readonly PlannedRead[];
  /** Each path that no job could read, and why. */
  readonly failures: readonly Failure[];
}

/**
 * The distinct reads of the references, given all mounts of `sys/mounts`; a path that
 * is written as the API has it needs none. `engine` is a KV version 2 mount that is to
 * be there, though it may not be yet.
 */
export function findReads(
  references: readonly Reference[],
  mounts: JsonObject,
  engine?: string,
): FoundReads {
  const all =
    engine === undefined ? mounts : { ...mounts, [`${engine}/`]: { options: { version: '2' } } };
  const plans = groupByPath(references).map((wanted) => planWanted(wanted, all));
  return {
    reads: plans.flatMap((plan) => (isFailure(plan) ? [] : [plan])),
    failures: plans.filter(isFailure),
  };
}

function planWanted(wanted: WantedPath, mounts: JsonObject): PlannedRead | Failure {
  const { path, references } = wanted;
  if (isApiPath(path)) return planRead(wanted, undefined);
  const mount = findMount(path.segments, mounts);
  if (mount !== undefined) return planRead(wanted, mount);
  const [root = ''] = path.segments;
  return describeFailure('SECRET_MISSING', {
    what: `No secrets engine serves ${formatPath(path)}.`,
    why: `${listLines(references)}: nothing is mounted there`,
    next: [
      'check the path and the namespace: vault secrets list',
      `or have the engine made: vault-oidc setup --kv-mount ${root}`,
    ],
  });
}
