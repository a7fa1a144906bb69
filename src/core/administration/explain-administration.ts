import { describeServerTrouble, quoteErrors } from '../explain-server.ts';
import { describeFailure, type Failure } from '../failure.ts';
import type { VaultRefusal } from '../vault-answers.ts';
import { describeAdministrationFailure } from './administration-failures.ts';
import { formatRight, listAllRights } from './needed-rights.ts';
import { nameResource, type Resource } from './resource.ts';
import type { Step } from './step.ts';

type Config = Extract<Resource, { readonly kind: 'auth config' }>;

/** The failure of a token that may read nothing of what is asked. */
export function explainUnknownToken(resources: readonly Resource[]): Failure {
  const lines = listAllRights(resources).map(formatRight);
  return describeAdministrationFailure('VAULT_TOKEN_REFUSED', {
    what: 'Vault lets the token do nothing of what this needs (403).',
    why: 'it has ended, or is of another server or namespace, or its policies grant none of it',
    next: [
      'log in again: vault login (or bao login)',
      `or have these lines added to a policy of the token:\n${lines.join('\n')}`,
    ],
  });
}

/** The failure of a resource that could not be looked at. */
export function explainUnreadable(refusal: VaultRefusal, resource: Resource): Failure {
  const name = nameResource(resource);
  return (
    describeServerTrouble(refusal, `the question for ${name}`) ??
    describeFailure('ANSWER_UNEXPECTED', {
      what: `Vault does not tell whether there is ${name} (${refusal.status}).`,
      why: `it says ${quoteErrors(refusal)}`,
      next: ['check that the address is that of a Vault or OpenBao server, and the namespace'],
    })
  );
}

/** The failure of a write that Vault refused for what was written; 403 is told elsewhere. */
export function explainWriteRefusal(refusal: VaultRefusal, resource: Resource): Failure {
  const name = nameResource(resource);
  const trouble = describeServerTrouble(refusal, `the write of ${name}`);
  if (trouble !== undefined) return trouble;
  const said = quoteErrors(refusal);
  if (resource.kind === 'auth config' && /discovery/.test(said)) {
    return explainIssuer(resource, `Vault says ${said}`);
  }
  return describeAdministrationFailure('WRITE_REFUSED', {
    what: `Vault refused to write ${name} (${refusal.status}).`,
    why: `Vault says ${said}`,
    next: ['change what it names, and run the command again'],
  });
}

/** The failure of a write that no answer came to; while Vault waits for an issuer, it gives none. */
export function explainWriteFailure(failure: Failure, resource: Resource): Failure {
  return resource.kind === 'auth config' && failure.code === 'TIMED_OUT'
    ? explainIssuer(resource, 'Vault asks the issuer first, and did not answer in time')
    : failure;
}

function explainIssuer({ fields }: Config, why: string): Failure {
  return describeAdministrationFailure('ISSUER_UNREACHABLE', {
    what: `Vault cannot get the issuer's keys: ${String(fields['oidc_discovery_url'])}.`,
    why,
    next: [
      "check the organization's id, and --issuer",
      "let Vault's own machine reach the issuer (oidc.circleci.com:443 for CircleCI's cloud)",
      'give --issuer-ca if its certificate is of an authority that this machine does not know',
    ],
  });
}

/** The failures of what is not as it was written. */
export function explainNotKept(steps: readonly Step[]): Failure[] {
  return steps.flatMap((step) => {
    if (step.state === 'as it is') return [];
    if (step.state === 'in the way') return [step.failure];
    const differs =
      step.state === 'make'
        ? 'it is not there'
        : `these differ: ${step.changes.map(({ field }) => field).join(', ')}`;
    return [
      describeAdministrationFailure('WRITE_NOT_KEPT', {
        what: `The ${nameResource(step.resource)} is not as it was written.`,
        why: `read back, ${differs}`,
        next: ['see who else writes it, such as another setup or Terraform, and run setup again'],
      }),
    ];
  });
}

/** How far a setup came. */
export interface SetupProgress {
  readonly written: readonly Resource[];
  /** What was under way when the answer was lost. */
  readonly uncertain: Resource | undefined;
  readonly unwritten: readonly Resource[];
}

/** What stands of a setup that a failure or a signal ended. */
export function explainUnfinished({ written, uncertain, unwritten }: SetupProgress): Failure {
  const list = (resources: readonly Resource[]): string =>
    resources.length === 0 ? 'nothing' : resources.map(nameResource).join(', ');
  const perhaps = uncertain === undefined ? '' : `perhaps written: ${nameResource(uncertain)}; `;
  return describeAdministrationFailure('SETUP_UNFINISHED', {
    what: 'The setup is not finished.',
    why: `written: ${list(written)}; ${perhaps}not written: ${list(unwritten)}; nothing is removed`,
    next: [
      'mend what is told above, if anything is, and run the same command again: it goes on from here',
    ],
  });
}
