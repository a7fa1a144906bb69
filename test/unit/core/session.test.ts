import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/core/secret.ts';
import { isUsableSession } from '../../../src/core/session.ts';

const scope = { address: 'https://v', namespace: 'ns', mount: 'jwt', role: 'deploy' };
const now = 1_000_000;
const session = { ...scope, token: new Secret('t'), accessor: 'a', expiresAt: now + 30_000 };

describe('a session', () => {
  it('is used for its own scope while half a minute is left', () => {
    expect(isUsableSession(session, scope, now)).toBe(true);
    expect(isUsableSession(session, scope, now + 1)).toBe(false);
    expect(isUsableSession({ ...session, expiresAt: undefined }, scope, now)).toBe(true);
  });
  it.each(['address', 'namespace', 'mount', 'role'])('is not used for another %s', (part) => {
    expect(isUsableSession(session, { ...scope, [part]: 'other' }, now)).toBe(false);
  });
});
