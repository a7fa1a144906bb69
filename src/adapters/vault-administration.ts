import type { VaultAdministration } from '../administration-ports.ts';
import { explainNetworkFault } from '../core/explain-network.ts';
import { Failed } from '../core/failure.ts';
import { getMember, isJsonObject, type JsonObject } from '../core/json.ts';
import { Secret } from '../core/secret.ts';
import type { VaultRefusal } from '../core/vault-answers.ts';
import type { Answered } from '../ports.ts';
import { NetworkFailure } from './http-transport.ts';
import { createVaultExchange, Refused, type VaultConnection } from './vault-exchange.ts';

const budget = { tries: 8, milliseconds: 30_000 };

/** The server at an address, asked with the administrator's token; every write may be sent twice. */
export function createVaultAdministration(
  { address, namespace }: { readonly address: string; readonly namespace: string },
  token: Secret<string> | undefined,
  connection: VaultConnection,
): VaultAdministration {
  const { host } = new URL(address);
  const exchange = createVaultExchange(address, connection);

  const ask = async (
    method: string,
    path: string,
    body?: JsonObject,
  ): Promise<Answered<unknown>> => {
    const request = {
      method,
      uri: `${address}/v1/${path}`,
      headers: {
        ...(token === undefined ? {} : { 'X-Vault-Token': token.reveal() }),
        ...(namespace === '' ? {} : { 'X-Vault-Namespace': namespace }),
      },
      ...(body === undefined ? {} : { json: openSecrets(body) }),
    };
    try {
      const answer = await exchange.send(request, { budget, deadline: connection.deadline });
      return { granted: true, value: answer.body };
    } catch (error) {
      if (error instanceof Refused) return { granted: false, refusal: error.refusal };
      if (error instanceof NetworkFailure) {
        throw new Failed([explainNetworkFault(error.fault, host)]);
      }
      throw error;
    }
  };

  return {
    read: async (path) => {
      const answer = await ask('GET', path);
      if (!answer.granted) return isAbsent(answer.refusal) ? nothing : answer;
      const data = getMember(answer.value, 'data') ?? answer.value;
      return { granted: true, value: isJsonObject(data) ? data : {} };
    },
    write: async (path, body) => {
      const answer = await ask('POST', path, body);
      if (!answer.granted) return answer;
      return { granted: true, value: isJsonObject(answer.value) ? answer.value : {} };
    },
    list: async (path) => {
      const answer = await ask('GET', `${path}?list=true`);
      if (!answer.granted) {
        return isAbsent(answer.refusal) ? { granted: true, value: [] } : answer;
      }
      const keys = getMember(getMember(answer.value, 'data'), 'keys');
      const names = Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [];
      return { granted: true, value: names };
    },
  };
}

/** The value with what its secrets hold in their places. */
function openSecrets(value: unknown): unknown {
  if (value instanceof Secret) return openSecrets(value.reveal());
  if (Array.isArray(value)) return value.map(openSecrets);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, openSecrets(member)]),
  );
}

const nothing = { granted: true, value: undefined } as const;

function isAbsent({ status, errors }: VaultRefusal): boolean {
  return status === 404 && errors.length === 0;
}
