import { describe, expect, it } from 'vitest';
import { revokeSessions } from '../../../src/commands/revoke.ts';
import { describeFailure, Failed } from '../../../src/core/failure.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { Session } from '../../../src/core/session.ts';
import type { Report, Vault } from '../../../src/ports.ts';

const report: Report = {
  tell: () => undefined,
  note: () => undefined,
  fail: () => undefined,
  conceal: () => undefined,
  explainDelay: () => undefined,
  during: (_activity, work) => work,
};
const silent = async (): Promise<never> => {
  throw new Error('is not asked');
};

function describeWhy(why: string) {
  return describeFailure('SESSION_UNUSABLE', { what: 'It failed.', why, next: ['go on'] });
}

function createSession(role: string): Session {
  const scope = { address: 'https://v', namespace: '', mount: 'jwt', role };
  return { ...scope, token: new Secret(role), accessor: '', expiresAt: undefined };
}

describe('revoke', () => {
  it('does all that can be done, and then tells all that could not', async () => {
    const done: string[] = [];
    const vault: Vault = {
      ...{ logIn: silent, describeMount: silent, read: silent },
      revoke: async (token) => {
        done.push(`revoke ${token.reveal()}`);
        return { granted: true, value: true };
      },
    };
    const revoking = revokeSessions(
      { address: '', namespace: '', presetToken: new Secret('first') },
      {
        connect: () => vault,
        sessions: {
          list: async () => ({
            sessions: [createSession('first'), createSession('second')],
            failures: [describeWhy('listed')],
          }),
          save: silent,
          remove: async ({ role }) => {
            done.push(`remove ${role}`);
            throw new Failed([describeWhy(`${role} removed`)]);
          },
        },
        shellEnvironment: {
          exportVariables: silent,
          unsetVariables: async (names) => {
            done.push(`unset ${names.join(' ')}`);
            throw new Failed([describeWhy('unset')]);
          },
        },
        report,
      },
    );
    await expect(revoking).rejects.toMatchObject({
      failures: ['listed', 'first removed', 'second removed', 'unset'].map((why) => ({ why })),
    });
    expect(done).toEqual([
      'revoke first',
      'remove first',
      'revoke second',
      'remove second',
      'unset VAULT_TOKEN VAULT_OIDC_SESSION',
    ]);
  });
});
