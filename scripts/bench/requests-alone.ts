import { strict as assert } from 'node:assert';
import { getMember, getText } from '../../src/core/json.ts';
import type { OpenBaoServer } from '../../test/support/openbao/server.ts';

const path = 'bench/path-1';

/**
 * The time, in milliseconds, of what `load-secrets` asks for one secret, one
 * request after the other, from a process that runs and is connected already: no
 * client can be faster. Throws when a request is refused.
 */
export async function measureRequestsAlone(
  { request }: OpenBaoServer,
  jwt: string,
): Promise<number> {
  const started = performance.now();
  const login = await request('POST', 'auth/jwt/login', '', { jwt, role: 'deploy' });
  const token = getText(getMember(login.body, 'auth'), 'client_token') ?? '';
  const mount = await request('GET', `sys/internal/ui/mounts/secret/${path}`, token);
  const secret = await request('GET', `secret/data/${path}`, token);
  const revocation = await request('POST', 'auth/token/revoke-self', token, {});
  const ended = performance.now();
  const statuses = [login, mount, secret, revocation].map(({ status }) => status);
  assert.deepEqual(statuses, [200, 200, 200, 204]);
  return ended - started;
}
