import { Secret } from '../core/secret.ts';
import type { Session } from '../core/session.ts';
import type { CommandPorts } from '../ports.ts';
import { endSession } from './end-session.ts';
import { logIn } from './log-in.ts';
import type { AuthRequest } from './requests.ts';

/**
 * Logs in and keeps the session for the later steps of the job. When it cannot
 * be kept, its token is revoked. Throws `Failed`.
 */
export async function authenticate(request: AuthRequest, ports: CommandPorts): Promise<void> {
  const session = await logIn(request, ports);
  try {
    const path = await ports.sessions.save(session);
    await ports.shellEnvironment.exportVariables(listVariables(request, session, path));
  } catch (error) {
    await endSession(session, ports.vault, ports.report);
    await ports.sessions.remove(session);
    throw error;
  }
  ports.report.tell(
    request.exportsToken
      ? 'exported VAULT_TOKEN and VAULT_ADDR to the later steps'
      : 'exported VAULT_ADDR to the later steps; load-secrets uses the session',
  );
}

function listVariables({ exportsToken }: AuthRequest, session: Session, path: string) {
  const { address, namespace, token } = session;
  return [
    { name: 'VAULT_OIDC_SESSION', value: new Secret(path) },
    { name: 'VAULT_ADDR', value: new Secret(address) },
    ...(namespace === '' ? [] : [{ name: 'VAULT_NAMESPACE', value: new Secret(namespace) }]),
    ...(exportsToken ? [{ name: 'VAULT_TOKEN', value: token }] : []),
  ];
}
