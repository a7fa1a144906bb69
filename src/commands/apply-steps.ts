import type { VaultAdministration } from '../administration-ports.ts';
import {
  explainUnfinished,
  explainWriteFailure,
  explainWriteRefusal,
} from '../core/administration/explain-administration.ts';
import { explainMissingRights, listRightsToTake } from '../core/administration/needed-rights.ts';
import { nameResource, type Resource } from '../core/administration/resource.ts';
import { namePathToWrite } from '../core/administration/resource-api.ts';
import type { Step } from '../core/administration/step.ts';
import { Failed, type Failure } from '../core/failure.ts';
import type { VaultRefusal } from '../core/vault-answers.ts';
import type { Report } from '../ports.ts';

export interface ApplyPorts {
  readonly administration: VaultAdministration;
  readonly report: Report;
  /** Whether a signal ended the command: what is under way then gets no answer. */
  isStopped(): boolean;
}

/** A step that writes. */
export type WritingStep = Extract<Step, { readonly state: 'make' | 'change' }>;

/**
 * Takes the steps in their order. Throws `Failed` at the first that fails, with what is
 * written by then; nothing is removed.
 */
export async function applySteps(
  steps: readonly WritingStep[],
  { administration, report, isStopped }: ApplyPorts,
): Promise<void> {
  for (const [index, step] of steps.entries()) {
    const { resource, state } = step;
    const fail = (failures: readonly Failure[], uncertain?: Resource): Failed =>
      new Failed([
        ...failures,
        explainUnfinished({
          written: steps.slice(0, index).map(getResource),
          uncertain,
          unwritten: steps.slice(uncertain === undefined ? index : index + 1).map(getResource),
        }),
      ]);
    const answer = await administration
      .write(namePathToWrite(resource), step.fields)
      .catch((error: unknown) => {
        if (!(error instanceof Failed)) throw error;
        const failures = isStopped()
          ? []
          : error.failures.map((failure) => explainWriteFailure(failure, resource));
        throw fail(failures, resource);
      });
    const name = nameResource(resource);
    if (answer.granted) {
      report.tell(`${state === 'make' ? 'made' : 'changed'} ${name}`);
    } else if (cameMeanwhile(answer.refusal, resource)) {
      report.tell(`${name} is there by now: somebody else made it meanwhile`);
    } else if (answer.refusal.status === 403) {
      throw fail([explainMissingRights(listRightsToTake([step]), steps.map(getResource))]);
    } else {
      // Whoever answers so in the place of Vault does not know what Vault did.
      const isUncertain = answer.refusal.status >= 500;
      throw fail(
        [explainWriteRefusal(answer.refusal, resource)],
        isUncertain ? resource : undefined,
      );
    }
  }
}

function getResource({ resource }: WritingStep): Resource {
  return resource;
}

/** Whether it is there since it was looked for; what it is then, the reading back tells. */
function cameMeanwhile({ status, errors }: VaultRefusal, { kind }: Resource): boolean {
  if (status !== 400) return false;
  const said = errors.join('; ');
  return kind === 'secret'
    ? /check-and-set parameter did not match/.test(said)
    : (kind === 'auth method' || kind === 'secrets engine') && /already in use/.test(said);
}
