import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findTokenFailure } from '../core/administration/explain-token.ts';
import type { Environment } from '../core/expansion.ts';
import { Failed } from '../core/failure.ts';
import { Secret } from '../core/secret.ts';

/**
 * The administrator's token, looked for where Vault's own CLI looks: `VAULT_TOKEN`,
 * else the file `~/.vault-token` that `vault login` writes (HashiCorp, "Token helper");
 * undefined when neither holds one. Throws `Failed` for what cannot be one.
 */
export function findAdministratorToken(environment: Environment): Secret<string> | undefined {
  const token = environment['VAULT_TOKEN']?.trim() || readTokenFile(environment);
  if (token === undefined || token === '') return undefined;
  const failure = findTokenFailure(token);
  if (failure !== undefined) throw new Failed([failure]);
  return new Secret(token);
}

function readTokenFile(environment: Environment): string | undefined {
  try {
    return readFileSync(join(environment['HOME'] ?? homedir(), '.vault-token'), 'utf8').trim();
  } catch {
    return undefined;
  }
}
