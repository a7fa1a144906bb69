import { getMember, getNumber, getText, isJsonObject, type JsonObject } from './json.ts';
import { Secret } from './secret.ts';

/** How Vault said no. */
export interface VaultRefusal {
  readonly status: number;
  /** The texts of the answer's `errors`; they are the server's words and may echo input. */
  readonly errors: readonly string[];
  /** The whole body, for what some refusals tell beside `errors`. */
  readonly body: unknown;
  /** Milliseconds that the server asks to wait (`Retry-After`); undefined when it does not. */
  readonly waitMs: number | undefined;
  /** How far the server's clock is ahead of this machine's; undefined when it does not say. */
  readonly clockAheadMs: number | undefined;
}

/** A log-in that was granted. */
export interface Login {
  readonly token: Secret<string>;
  /** Empty for a batch token. */
  readonly accessor: string;
  /** Seconds the token lives; 0 when it has no end. */
  readonly leaseSeconds: number;
}

/** A secrets engine's place and kind. */
export interface Mount {
  /** Its path's segments. */
  readonly segments: readonly string[];
  /** Whether it is KV version 2. */
  readonly isVersioned: boolean;
  /** Whether it is Vault's own (`sys/`) or an auth method, and holds no secrets. */
  readonly isInternal: boolean;
}

/** What a read gave. */
export interface SecretAnswer {
  readonly data: JsonObject;
  /** Set when the values end with a lease, as those of dynamic engines do. */
  readonly lease: { readonly seconds: number } | undefined;
}

/** The texts of an error answer (`{"errors": […]}`), else its warnings; anything else counts as none. */
export function readErrors(body: unknown): string[] {
  const errors = getMember(body, 'errors') ?? getMember(body, 'warnings');
  return Array.isArray(errors) ? errors.filter((error) => typeof error === 'string') : [];
}

// Vault's client refuses others too; such a token would break the header.
const tokenShape = /^[\x21-\x7e]{1,8192}$/;

/** What a log-in's answer says, or undefined when it holds no token to use. */
export function readLogin(body: unknown): Login | undefined {
  const auth = getMember(body, 'auth');
  const token = getText(auth, 'client_token');
  if (token === undefined || !tokenShape.test(token)) return undefined;
  return {
    token: new Secret(token),
    accessor: getText(auth, 'accessor') ?? '',
    leaseSeconds: getNumber(auth, 'lease_duration') ?? 0,
  };
}

/**
 * What `sys/internal/ui/mounts/<path>` says of the path that was asked for, or
 * undefined when it names no mount that holds it.
 */
export function readMount(body: unknown, asked: readonly string[]): Mount | undefined {
  const data = getMember(body, 'data');
  const told = (getText(data, 'path') ?? '').split('/').filter((segment) => segment !== '');
  // A mount in a namespace below the request's is told with the whole way there.
  const start = told.findIndex((_segment, index) =>
    told.slice(index).every((segment, place) => segment === asked[place]),
  );
  if (start === -1) return undefined;
  return {
    segments: told.slice(start),
    isVersioned: getText(getMember(data, 'options'), 'version') === '2',
    // The types differ between root and other namespaces, the accessors begin alike.
    isInternal: /^(auth|system)_/.test(getText(data, 'accessor') ?? ''),
  };
}

/** What a read's answer says, or undefined when it holds no `data` object. */
export function readSecretAnswer(body: unknown): SecretAnswer | undefined {
  const data = getMember(body, 'data');
  if (!isJsonObject(data)) return undefined;
  const hasLease = (getText(body, 'lease_id') ?? '') !== '';
  return {
    data,
    lease: hasLease ? { seconds: getNumber(body, 'lease_duration') ?? 0 } : undefined,
  };
}
