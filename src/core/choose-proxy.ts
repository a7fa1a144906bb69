import type { Environment } from './expansion.ts';
import { describeFailure, type Failure } from './failure.ts';
import { isExempt } from './no-proxy.ts';
import { Secret } from './secret.ts';
import { isLoopback, parseUrl } from './url.ts';

/** The proxy that is to open the way to a server. */
export interface ChosenProxy {
  /** The variable that names it. */
  readonly variable: string;
  /** Whether it is spoken to in TLS. */
  readonly isSecure: boolean;
  /** A name or an IP address, the latter without brackets. */
  readonly host: string;
  readonly port: number;
  /** `user:password`; undefined when the variable holds neither. */
  readonly credentials: Secret<string> | undefined;
  /** What of them nobody may see: the password, or the user without one, as a token is. */
  readonly password: Secret<string>;
}

/** What to do about any trouble with a proxy that is not needed. */
export const avoidProxy = 'or let NO_PROXY name the host (VAULT_PROXY_ADDR overrules it)';

/**
 * The proxy through which a server is reached; undefined for none, and a failure
 * for a variable that names none that we speak to. `VAULT_PROXY_ADDR` counts for
 * every `https:` address, whatever `NO_PROXY` says, as in Vault's own client
 * (hashicorp/vault, api/client.go, ReadEnvironment); then come `HTTPS_PROXY` and
 * `NO_PROXY` as in Go's httpproxy. An `http:` address is this machine's, so that
 * no proxy may see it and `HTTP_PROXY` never counts.
 */
export function chooseProxy(
  address: URL,
  environment: Environment,
): ChosenProxy | Failure | undefined {
  if (address.protocol === 'http:') return undefined;
  const exempt = environment['NO_PROXY'] || environment['no_proxy'] || '';
  const isDirect = isLoopback(address) || isExempt(address, exempt);
  const general = isDirect ? [] : ['HTTPS_PROXY', 'https_proxy'];
  for (const variable of ['VAULT_PROXY_ADDR', ...general]) {
    const text = environment[variable]?.trim();
    if (text) return readProxy(variable, text);
  }
  return undefined;
}

function readProxy(variable: string, text: string): ChosenProxy | Failure {
  const url = parseUrl(text.includes('://') ? text : `http://${text}`);
  const credentials = url && readCredentials(url);
  if (url === undefined || credentials === undefined || !/^https?:$/.test(url.protocol)) {
    return refuse(variable);
  }
  const isSecure = url.protocol === 'https:';
  return {
    variable,
    isSecure,
    host: url.hostname.replace(/[[\]]/g, ''),
    port: Number(url.port || (isSecure ? 443 : 80)),
    credentials: credentials === ':' ? undefined : new Secret(credentials),
    password: new Secret(credentials.replace(/^[^:]*:(?=.)|:$/s, '')),
  };
}

function readCredentials({ username, password }: URL): string | undefined {
  try {
    return decodeURIComponent(`${username}:${password}`);
  } catch {
    return undefined;
  }
}

// What the variable holds is not told: it may be a password.
function refuse(variable: string): Failure {
  return describeFailure('PARAMETER_INVALID', {
    what: `The proxy in ${variable} cannot be used.`,
    why: 'it is no URL, not percent-encoded, or of a kind other than http:// and https:// (SOCKS)',
    next: [`write ${variable} as http://host:port or http://user:password@host:port`, avoidProxy],
  });
}
