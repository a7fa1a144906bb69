import { findAdministratorToken } from '../adapters/administrator-token.ts';
import { openTransport } from '../adapters/open-transport.ts';
import type { TlsSources } from '../adapters/tls-settings.ts';
import { createVaultAdministration } from '../adapters/vault-administration.ts';
import type { VaultConnection } from '../adapters/vault-exchange.ts';
import type { VaultAdministration } from '../administration-ports.ts';
import { doubtNamespace } from '../core/administration/explain-token.ts';
import { describeFailure, Failed } from '../core/failure.ts';
import type { Secret } from '../core/secret.ts';
import type { vaultOptions } from '../inputs/administration.ts';
import type { OptionValues } from '../inputs/option.ts';
import { version } from '../version.ts';
import type { Surroundings } from './cli-command.ts';

type VaultValues = OptionValues<typeof vaultOptions>;

/** A server that a command may ask while it runs. */
export interface LentVault {
  readonly administration: VaultAdministration;
  readonly token: Secret<string> | undefined;
  /** For the ports of the job's own commands. */
  readonly connection: VaultConnection;
}

/** Lends the server of the options for the command's time, and closes the connection. Throws `Failed`. */
export async function lendVault<Result>(
  values: VaultValues,
  { environment, report, end }: Surroundings,
  use: (vault: LentVault) => Promise<Result>,
): Promise<Result> {
  const sources = listTlsSources(values);
  if (sources.skip_verify) report.note("Vault's certificate is NOT CHECKED (--skip-verify)");
  end.limitTime(values.timeout);
  const token = findAdministratorToken(environment);
  if (token !== undefined) report.conceal(token);
  const transport = openTransport(values.address, sources, environment, report);
  const connection = {
    transport,
    deadline: end.signal,
    userAgent: `vault-oidc/${version}`,
    onDelay: report.explainDelay,
  };
  try {
    const administration = createVaultAdministration(values, token, connection);
    return await use({ administration, token, connection });
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    throw new Failed(error.failures.map((one) => doubtNamespace(one, values.namespace)));
  } finally {
    transport.close();
  }
}

/** What the options say of TLS. */
export function listTlsSources(values: VaultValues): TlsSources {
  return {
    ca_certificate: values['ca-certificate'],
    client_certificate: values['client-certificate'],
    client_key: values['client-key'],
    tls_server_name: values['tls-server-name'],
    skip_verify: values['skip-verify'],
  };
}

/** The failure of a command that needs an administrator's token and finds none. */
export function requireToken({ token }: LentVault): Secret<string> {
  if (token !== undefined) return token;
  throw new Failed([
    describeFailure('TOKEN_MISSING', {
      what: 'There is no Vault token to work with.',
      why: 'VAULT_TOKEN is not set, and ~/.vault-token is not there',
      next: ['log in first: vault login (or bao login)', 'or set VAULT_TOKEN'],
    }),
  ]);
}
