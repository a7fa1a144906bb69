import { explainLoginRefusal } from '../core/explain-login.ts';
import { Failed } from '../core/failure.ts';
import { readTokenClaims } from '../core/oidc-token.ts';
import type { Session } from '../core/session.ts';
import type { Clock, OidcTokens, Report, Vault } from '../ports.ts';
import type { LoginRequest } from './requests.ts';

export interface LoginPorts {
  readonly tokens: OidcTokens;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly report: Report;
}

/** Logs in with the job's OIDC token. Throws `Failed` when there is no token or Vault refuses it. */
export async function logIn(
  { scope, audience }: LoginRequest,
  { tokens, vault, clock, report }: LoginPorts,
): Promise<Session> {
  const jwt = await report.during("getting the job's OIDC token", tokens.obtain(audience));
  report.conceal(jwt);
  const answer = await report.during(
    `logging in to ${scope.address}`,
    vault.logIn(scope.mount, scope.role, jwt),
  );
  if (!answer.granted) {
    const attempt = { ...scope, claims: readTokenClaims(jwt) };
    throw new Failed([explainLoginRefusal(answer.refusal, attempt)]);
  }
  const { token, accessor, leaseSeconds } = answer.value;
  report.conceal(token);
  report.tell(`logged in to ${describeScope(scope)}`);
  const expiresAt = leaseSeconds === 0 ? undefined : clock.now() + leaseSeconds * 1000;
  return { ...scope, token, accessor, expiresAt };
}

/** `https://vault.example.com as role "deploy" (auth/jwt)`, with the namespace if there is one. */
export function describeScope({ address, namespace, mount, role }: LoginRequest['scope']): string {
  const inNamespace = namespace === '' ? '' : `, namespace ${namespace}`;
  const asRole = role === '' ? "as the mount's default role" : `as role "${role}"`;
  return `${address} ${asRole} (auth/${mount}${inNamespace})`;
}
