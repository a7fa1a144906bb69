import { isUsableSession, type Session } from '../core/session.ts';
import type { Clock, Report, Sessions } from '../ports.ts';
import { describeScope } from './log-in.ts';
import type { LoadSecretsRequest } from './requests.ts';

export interface FindSessionPorts {
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly report: Report;
}

/**
 * The session that `auth` began for the same server, namespace, mount and role,
 * if it has time left. A file that cannot be used and a `VAULT_TOKEN` that no session
 * explains are passed over, with a note. Throws `Failed`.
 */
export async function findSession(
  { scope, presetToken }: LoadSecretsRequest,
  { sessions, clock, report }: FindSessionPorts,
): Promise<Session | undefined> {
  const { sessions: kept, failures } = await sessions.list();
  for (const { token } of kept) report.conceal(token);
  for (const { why } of failures) report.note(`a session is not used: ${why}`);
  const session = kept.find((candidate) => isUsableSession(candidate, scope, clock.now()));
  if (session !== undefined) report.tell(`using the session with ${describeScope(scope)}`);
  const preset = presetToken?.reveal();
  if (presetToken !== undefined && !kept.some(({ token }) => token.reveal() === preset)) {
    report.conceal(presetToken);
    report.note('VAULT_TOKEN is set, but by no "auth" of this job; it is not used');
  }
  return session;
}
