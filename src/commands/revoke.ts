import { Failed, throwFailures } from '../core/failure.ts';
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
 * be reached: their tokens then end with their TTL. Once all that can be done is
 * done, throws `Failed` with what could not: a session file that cannot be used
 * or removed, later steps that cannot be told.
 */
export async function revokeSessions(request: RevokeRequest, ports: RevokePorts): Promise<void> {
  const { sessions, report } = ports;
  const listed = await sessions.list();
  const failures = [...listed.failures];
  const collect = (error: unknown): void => {
    if (!(error instanceof Failed)) throw error;
    failures.push(...error.failures);
  };
  const kept = listed.sessions;
  for (const { token } of kept) report.conceal(token);
  const ended = kept.filter((session) => isMeant(session, request));
  for (const session of ended) {
    report.tell(`ending the session with ${describeScope(session)}`);
    await endSession(session, ports.connect, report);
    await sessions.remove(session).catch(collect);
  }
  const left = kept.filter((session) => !ended.includes(session));
  for (const session of left) report.note(`kept the session with ${describeScope(session)}`);
  if (ended.length === 0) report.tell('there is no session to end');
  else {
    const names = listEnded(request, ended, left);
    await ports.shellEnvironment.unsetVariables(names).catch(collect);
  }
  throwFailures(failures);
}

function isMeant(session: Session, { address, namespace }: RevokeRequest): boolean {
  return ['', session.address].includes(address) && ['', session.namespace].includes(namespace);
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
