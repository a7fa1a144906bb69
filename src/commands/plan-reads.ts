import { explainMountRefusal } from '../core/explain-refusal.ts';
import { type Failure, isFailure, throwFailures } from '../core/failure.ts';
import {
  choosePathsToAsk,
  groupByPath,
  isApiPath,
  isInMount,
  type PlannedRead,
  planRead,
} from '../core/read-plan.ts';
import type { Reference, SecretPath } from '../core/references/reference.ts';
import type { Secret } from '../core/secret.ts';
import type { Mount } from '../core/vault-answers.ts';
import type { Vault } from '../ports.ts';
import { settleAll } from './settle-all.ts';

/**
 * Makes the distinct reads of the references: asks which mounts are KV v2 where
 * a path does not say. Throws `Failed` with every path that cannot be read.
 */
export async function planReads(
  references: readonly Reference[],
  vault: Vault,
  token: Secret<string>,
): Promise<PlannedRead[]> {
  const wanted = groupByPath(references);
  const asked = wanted.map(({ path }) => path).filter((path) => !isApiPath(path));
  const { mounts, failures } = await askMounts(asked, vault, token);
  const plans = wanted
    .filter(({ path }) => isApiPath(path) || mounts.has(path))
    .map((group) => planRead(group, mounts.get(group.path)));
  throwFailures([...failures, ...plans.filter(isFailure)]);
  return plans.flatMap((plan) => (isFailure(plan) ? [] : [plan]));
}

interface AskedMounts {
  readonly mounts: ReadonlyMap<SecretPath, Mount>;
  readonly failures: readonly Failure[];
}

async function askMounts(
  paths: readonly SecretPath[],
  vault: Vault,
  token: Secret<string>,
): Promise<AskedMounts> {
  const mounts = new Map<SecretPath, Mount>();
  const failures: Failure[] = [];
  for (let open = paths; open.length > 0; ) {
    const asked = choosePathsToAsk(open);
    const answers = await settleAll(asked.map((path) => vault.describeMount(path.segments, token)));
    const known = answers.flatMap((answer) => (answer.granted ? [answer.value] : []));
    const refused = asked.filter((path, index) => {
      const answer = answers[index];
      if (answer === undefined || answer.granted) return false;
      failures.push(explainMountRefusal(answer.refusal, path));
      return true;
    });
    for (const path of open) {
      const mount = known.find((candidate) => isInMount(path, candidate));
      if (mount !== undefined) mounts.set(path, mount);
    }
    open = open.filter((path) => !mounts.has(path) && !refused.includes(path));
  }
  return { mounts, failures };
}
