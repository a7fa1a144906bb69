import { quoteErrors } from '../core/explain-server.ts';
import { Failed } from '../core/failure.ts';
import type { Session, SessionScope } from '../core/session.ts';
import type { VaultRefusal } from '../core/vault-answers.ts';
import type { Report, Vault } from '../ports.ts';

/**
 * Revokes a session's token. It never fails: a token that stays, for want of a
 * connection too, is told in a note.
 */
export async function endSession(
  session: Session,
  connect: (scope: SessionScope) => Vault,
  report: Report,
): Promise<void> {
  try {
    const revocation = connect(session).revoke(session.token);
    const answer = await report.during('revoking the token', revocation);
    if (answer.granted) report.tell('revoked the token');
    else report.note(`the token was not revoked: ${explainRefusal(answer.refusal)}`);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    const reasons = error.failures.map(({ what }) => what).join(' ');
    report.note(`the token was not revoked, and ends with its TTL: ${reasons}`);
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
