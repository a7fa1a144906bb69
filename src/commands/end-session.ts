import { quoteErrors } from '../core/explain-refusal.ts';
import { Failed } from '../core/failure.ts';
import type { Session } from '../core/session.ts';
import type { VaultRefusal } from '../core/vault-answers.ts';
import type { Report, Vault } from '../ports.ts';

/** Revokes a session's token. It never fails: a token that stays is told in a note. */
export async function endSession(session: Session, vault: Vault, report: Report): Promise<void> {
  try {
    const answer = await report.during('revoking the token', vault.revoke(session.token));
    if (answer.granted) report.tell('revoked the token');
    else report.note(`the token was not revoked: ${explainRefusal(answer.refusal)}`);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    const reason = error.failures[0]?.what ?? 'Vault did not answer';
    report.note(`the token was not revoked, and ends with its TTL: ${reason}`);
  }
}

function explainRefusal(refusal: VaultRefusal): string {
  const said = quoteErrors(refusal);
  if (/batch token/.test(said)) return 'a batch token cannot be; it ends with its TTL';
  if (/permission denied|bad token|invalid token/.test(said)) {
    return 'it has ended already, or its policies lack auth/token/revoke-self (the default policy has it)';
  }
  return `Vault says ${said}`;
}
