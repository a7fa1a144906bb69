import { explainReadRefusal } from '../core/explain-refusal.ts';
import { describeFailure, type Failure, isFailure, throwFailures } from '../core/failure.ts';
import { type OpenedSecret, openSecret } from '../core/opened-secret.ts';
import { describeUnversioned, listLines, type PlannedRead } from '../core/read-plan.ts';
import { formatPath, type Reference } from '../core/references/reference.ts';
import type { Secret } from '../core/secret.ts';
import type { SecretAnswer } from '../core/vault-answers.ts';
import type { Answered, Vault } from '../ports.ts';

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
  const reads = await Promise.all(
    plans.map(async (plan) => ({ plan, answer: await vault.read(plan.requestPath, token) })),
  );
  const outcomes = reads.map(({ plan, answer }) => ({ plan, secret: openAnswer(plan, answer) }));
  throwFailures(outcomes.map(({ secret }) => secret).filter(isFailure));

  const opened = new Map<Reference, OpenedSecret>();
  for (const { plan, secret } of outcomes) {
    if (secret === undefined || isFailure(secret)) continue;
    for (const reference of plan.references) opened.set(reference, secret);
  }
  const leases = reads.flatMap(({ answer }) =>
    answer.granted && answer.value.lease !== undefined ? [answer.value.lease.seconds] : [],
  );
  return { opened, shortestLease: leases.length === 0 ? undefined : Math.min(...leases) };
}

/** The secret, what is wrong with the answer, or undefined where nothing is and that is allowed. */
function openAnswer(
  plan: PlannedRead,
  answer: Answered<SecretAnswer>,
): OpenedSecret | Failure | undefined {
  if (answer.granted) {
    const secret = openSecret(answer.value, plan.layout);
    const { version = secret?.version } = plan.path;
    if (secret === undefined) return describeOddShape(plan);
    // KV version 1 passes the pin over and answers with what it has.
    return version === secret.version ? secret : describeUnversioned(plan.path, plan.references);
  }
  const mayBeMissing = plan.references.every(({ absence }) => absence.kind !== 'failure');
  if (answer.refusal.status === 404 && mayBeMissing) return undefined;
  return explainReadRefusal(answer.refusal, plan);
}

function describeOddShape({ path, references }: PlannedRead): Failure {
  return describeFailure('ANSWER_UNEXPECTED', {
    what: `Vault's answer for ${formatPath(path)} is not that of KV version 2.`,
    why: `${listLines(references)}: the mount says version 2, the answer lacks data.data or data.metadata`,
    next: ['look for a proxy between the job and Vault that rewrites answers'],
  });
}
