import { getMember, getText } from '../../src/core/json.ts';
import type { OpenBaoServer } from '../../test/support/openbao/server.ts';

/** How many tokens are alive that somebody got by a log-in with an OIDC token. */
export async function countLoginTokens(server: OpenBaoServer): Promise<number> {
  const listed = await server.read('auth/token/accessors?list=true');
  const accessors = getMember(getMember(listed, 'data'), 'keys');
  const paths = await Promise.all(
    (Array.isArray(accessors) ? accessors : []).map((accessor) => findPath(server, accessor)),
  );
  return paths.filter((path) => path === 'auth/jwt/login').length;
}

/** Where the token was made; undefined when it has ended meanwhile. */
async function findPath(server: OpenBaoServer, accessor: unknown): Promise<string | undefined> {
  const { body } = await server.request('POST', 'auth/token/lookup-accessor', server.rootToken, {
    accessor,
  });
  return getText(getMember(body, 'data'), 'path');
}
