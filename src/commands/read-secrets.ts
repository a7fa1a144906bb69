import { correctPath, explainReadRefusal } from '../core/explain-refusal.ts';
import { describeFailure, type Failure, isFailure, throwFailures } from '../core/failure.ts';
import { type OpenedSecret, openSecret } from '../core/opened-secret.ts';
import { describeUnversioned, listLines, type PlannedRead } from '../core/read-plan.ts';
import { formatPath, type Reference } from '../core/references/reference.ts';
import type { Secret } from '../core/secret.ts';
import type { Mount, SecretAnswer } from '../core/vault-answers.ts';
import type { Answered, Vault } from '../ports.ts';
import { settleAll } from './settle-all.ts';

/** What was read, by the reference that asked for it. */
export interface SecretsRead {
  /** Lacks the references whose secret is not there, and that allow it. */
  readonly opened: ReadonlyMap<Reference, OpenedSecret>;
  /** Seconds until the first lease among the values ends; undefined when none has one. */
  readonly shortestLease: number | undefined;
}

/**
 * Reads every planned path at once. Throws `Failed` with every path that is
 * forbidden or odd, and every missing one that a reference needs.
 */
export async function readSecrets(
  plans: readonly PlannedRead[],
  vault: Vault,
  token: Secret<string>,
): Promise<SecretsRead> {
  const reads = await settleAll(
    plans.map(async (plan) => {
      const answer = await vault.read(plan.requestPath, token);
      const secret = await openAnswer(plan, answer, () =>
        vault.describeMount(plan.path.segments, token),
      );
      return { plan, answer, secret };
    }),
  );
  throwFailures(reads.map(({ secret }) => secret).filter(isFailure));

  const opened = new Map<Reference, OpenedSecret>();
  for (const { plan, secret } of reads) {
    if (secret === undefined || isFailure(secret)) continue;
    for (const reference of plan.references) opened.set(reference, secret);
  }
  const leases = reads.flatMap(({ answer }) =>
    answer.granted && answer.value.lease !== undefined ? [answer.value.lease.seconds] : [],
  );
  return { opened, shortestLease: leases.length === 0 ? undefined : Math.min(...leases) };
}

/** The secret, what is wrong with the answer, or undefined where nothing is and that is allowed. */
async function openAnswer(
  plan: PlannedRead,
  answer: Answered<SecretAnswer>,
  askMount: () => Promise<Answered<Mount>>,
): Promise<OpenedSecret | Failure | undefined> {
  if (answer.granted) {
    const secret = openSecret(answer.value, plan.layout);
    const { version = secret?.version } = plan.path;
    if (secret === undefined) return describeOddShape(plan);
    // KV version 1 passes the pin over and answers with what it has.
    return version === secret.version ? secret : describeUnversioned(plan.path, plan.references);
  }
  const mayBeMissing = plan.references.every(({ absence }) => absence.kind !== 'failure');
  const isMissing = answer.refusal.status === 404;
  if (isMissing && mayBeMissing) return undefined;
  // The mount of a path written as the API has it was not asked before.
  const asked = isMissing && plan.layout === 'by shape' ? await askMount() : undefined;
  const advice = asked?.granted ? correctPath(plan.path, asked.value) : undefined;
  return explainReadRefusal(answer.refusal, plan, advice);
}

function describeOddShape({ path, references }: PlannedRead): Failure {
  return describeFailure('ANSWER_UNEXPECTED', {
    what: `Vault's answer for ${formatPath(path)} is not that of KV version 2.`,
    why: `${listLines(references)}: the answer lacks data.data or data.metadata`,
    next: ['look for a proxy that changes answers'],
  });
}
