import type { Variable } from '../core/quoting.ts';
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
  let variables: readonly Variable[];
  try {
    const path = await ports.sessions.save(session);
    variables = listVariables(request, session, path);
    await ports.shellEnvironment.exportVariables(variables);
  } catch (error) {
    await endSession(session, () => ports.vault, ports.report);
    await ports.sessions.remove(session);
    throw error;
  }
  const names = variables.map(({ name }) => name).join(', ');
  ports.report.tell(`exported to the later steps: ${names}`);
}

/** What leads later steps to the session; an empty namespace takes the place of an earlier one. */
function listVariables({ exportsToken }: AuthRequest, session: Session, path: string): Variable[] {
  const { address, namespace, token } = session;
  return [
    { name: 'VAULT_OIDC_SESSION', value: new Secret(path) },
    { name: 'VAULT_ADDR', value: new Secret(address) },
    { name: 'VAULT_NAMESPACE', value: new Secret(namespace) },
    ...(exportsToken ? [{ name: 'VAULT_TOKEN', value: token }] : []),
  ];
}
