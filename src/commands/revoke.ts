import type { Session, SessionScope } from '../core/session.ts';
import type { Report, Sessions, ShellEnvironment, Vault } from '../ports.ts';
import { endSession } from './end-session.ts';
import { describeScope } from './log-in.ts';
import type { RevokeRequest } from './requests.ts';

export interface RevokePorts {
  /** The server of a session. */
  readonly connect: (scope: SessionScope) => Vault;
  readonly sessions: Sessions;
  readonly shellEnvironment: ShellEnvironment;
  readonly report: Report;
}

/**
 * Ends the sessions that `auth` began, and forgets them even when Vault cannot
 * be reached: their tokens then end with their TTL. Throws `Failed` when the
 * later steps cannot be told.
 */
export async function revokeSessions(request: RevokeRequest, ports: RevokePorts): Promise<void> {
  const { sessions, report } = ports;
  const kept = await sessions.list();
  for (const { token } of kept) report.conceal(token);
  const ended = kept.filter((session) => isMeant(session, request));
  for (const session of ended) {
    report.tell(`ending the session with ${describeScope(session)}`);
    await endSession(session, ports.connect(session), report);
    await sessions.remove(session);
  }
  const left = kept.filter((session) => !ended.includes(session));
  for (const session of left) report.note(`kept the session with ${describeScope(session)}`);
  if (ended.length === 0) report.tell('there is no session to end');
  else await ports.shellEnvironment.unsetVariables(listEnded(request, ended, left));
}

function isMeant(session: Session, { address, namespace }: RevokeRequest): boolean {
  return (
    (address === undefined || session.address === address) &&
    (namespace === undefined || session.namespace === namespace)
  );
}

/** The variables that lead to an ended session, or to none at all. */
function listEnded(
  { presetToken }: RevokeRequest,
  ended: readonly Session[],
  left: readonly Session[],
): string[] {
  const preset = presetToken?.reveal();
  const isTokenEnded = ended.some(({ token }) => token.reveal() === preset);
  return [
    ...(isTokenEnded ? ['VAULT_TOKEN'] : []),
    ...(left.length === 0 ? ['VAULT_OIDC_SESSION'] : []),
  ];
}
