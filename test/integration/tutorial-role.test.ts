import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenBaoServer, startOpenBao } from '../support/openbao/server.ts';

let server: OpenBaoServer;
beforeAll(async () => {
  server = await startOpenBao();
  await server.write('sys/auth/jwt', { type: 'jwt' });
});
afterAll(() => server.stop());

const path = 'auth/jwt/role/deploy';
const role = {
  role_type: 'jwt',
  bound_audiences: ['vault'],
  bound_claims_type: 'glob',
  bound_claims: { branch: 'release/*' },
  user_claim: 'sub',
};

describe('why a role is written whole', () => {
  it('a write without role_type is refused', async () => {
    await server.write(path, role);
    const { role_type: _left, ...rest } = role;
    const { status } = await server.request('POST', path, server.rootToken, rest);
    expect(status).toBe(400);
  });

  it('a write without bound_claims_type sets it back to "string"', async () => {
    await server.write(path, role);
    const { bound_claims_type: _left, ...rest } = role;
    await server.write(path, rest);
    expect(await server.read(path)).toMatchObject({ data: { bound_claims_type: 'string' } });
  });
});
