import type { OpenBaoServer } from './server.ts';

/** Whether the server honours a token of its namespace; the token itself asks. */
export async function isHonoured(
  server: OpenBaoServer,
  token: string | undefined,
): Promise<boolean> {
  return (await server.request('GET', 'auth/token/lookup-self', token ?? '')).status === 200;
}

/** The accessors of every token of the root namespace that the server honours, sorted. */
export async function listAccessors(server: OpenBaoServer): Promise<string[]> {
  const { status, body } = await server.request('LIST', 'auth/token/accessors', server.rootToken);
  const keys: unknown = Object(body).data?.keys;
  if (Array.isArray(keys)) return keys.map(String).sort();
  throw new Error(`the accessors were not listed (${status})`);
}
