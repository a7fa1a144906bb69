import { describe, expect, it } from 'vitest';
import type { HttpAnswer, HttpRequest } from '../../../src/adapters/http-transport.ts';
import { createVaultExchange } from '../../../src/adapters/vault-exchange.ts';

const address = 'https://vault.example';

/** An exchange with a server that answers these, and the requests that reach it. */
function meet(...answers: readonly Partial<HttpAnswer>[]) {
  const sent: HttpRequest[] = [];
  const left = [...answers];
  const deadline = new AbortController().signal;
  const exchange = createVaultExchange(address, {
    transport: {
      exchange: async (request) => {
        sent.push(request);
        return { status: 200, headers: {}, text: '{}', ...left.shift() };
      },
      close: () => undefined,
    },
    deadline,
    userAgent: 'test',
    onDelay: () => undefined,
  });
  const patience = { budget: { tries: 1, milliseconds: 1000 }, deadline };
  const send = (path: string) =>
    exchange.send({ method: 'GET', uri: `${address}/v1/${path}`, headers: {} }, patience);
  return { send, sent };
}

const login = { text: '{"auth": {"client_token": "t"}}', headers: { 'x-vault-index': 'state-7' } };

describe('a request after the log-in', () => {
  it('names the state that the log-in made, and lets a standby without it ask the leader', async () => {
    const { send, sent } = meet(login);
    await send('auth/jwt/login');
    await send('secret/a');
    expect(sent[0]?.headers).not.toHaveProperty('X-Vault-Index');
    expect(sent[1]?.headers).toMatchObject({
      'X-Vault-Index': 'state-7',
      'X-Vault-Inconsistent': 'forward-active-node',
    });
  });

  it('names no state when the server has told none', async () => {
    const { send, sent } = meet({ ...login, headers: {} });
    await send('auth/jwt/login');
    await send('secret/a');
    const names = Object.keys(sent[1]?.headers ?? {});
    expect(names.filter((name) => /index|inconsistent/i.test(name))).toEqual([]);
    expect(names).toContain('X-Vault-Request');
  });
});
