import type { Failure } from './core/failure.ts';
import type { Variable } from './core/quoting.ts';
import type { Secret } from './core/secret.ts';
import type { Session } from './core/session.ts';
import type { Login, Mount, SecretAnswer, VaultRefusal } from './core/vault-answers.ts';

/** Where the job's OIDC tokens come from. */
export interface OidcTokens {
  /**
   * A token that looks like a JWT and has a minute or more to live; for
   * `audience` when one is named, else the one CircleCI gave the job. Throws
   * `Failed` when there is none to be had.
   */
  obtain(audience: string | undefined): Promise<Secret<string>>;
}

/** What Vault granted, or how it refused. */
export type Answered<Value> =
  | { readonly granted: true; readonly value: Value }
  | { readonly granted: false; readonly refusal: VaultRefusal };

/**
 * One Vault or OpenBao server. Every method throws `Failed` when no sensible
 * answer came; a refusal is an answer.
 */
export interface Vault {
  /** `POST auth/<mount>/login`; an empty role leaves the choice to the mount's default_role. */
  logIn(mount: string, role: string, jwt: Secret<string>): Promise<Answered<Login>>;
  /** Which secrets engine serves a path (`GET sys/internal/ui/mounts/<path>`). */
  describeMount(segments: readonly string[], token: Secret<string>): Promise<Answered<Mount>>;
  /** `GET <path>`; the path is the API's, encoded, without `v1/`. */
  read(path: string, token: Secret<string>): Promise<Answered<SecretAnswer>>;
  /** `POST auth/token/revoke-self`. */
  revoke(token: Secret<string>): Promise<Answered<true>>;
}

/** What every later step's shell runs at its start: the file `$BASH_ENV`. */
export interface ShellEnvironment {
  /**
   * Adds the variables, all or none: a shell has read the text back and found
   * every value equal before the file is touched. Throws `Failed`; the file is
   * then as it was.
   */
  exportVariables(variables: readonly Variable[]): Promise<void>;
  /** Removes variables from the later steps, all or none. Throws `Failed`. */
  unsetVariables(names: readonly string[]): Promise<void>;
}

/** What is kept of a job's sessions. */
export interface KeptSessions {
  /** The newest first. */
  readonly sessions: readonly Session[];
  /** Why others are passed over: what others could have written, or `auth` did not write. */
  readonly failures: readonly Failure[];
}

/** The sessions that `auth` began in this job. */
export interface Sessions {
  /** Those still kept. Throws `Failed` when the place where they are cannot be read. */
  list(): Promise<KeptSessions>;
  /** Keeps a session for the later steps; gives the path of its file. Throws `Failed`. */
  save(session: Session): Promise<string>;
  /** Forgets a session; one that is gone already is no failure. */
  remove(session: Session): Promise<void>;
}

/** The time, and nothing else of the machine. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
}

/** The one voice of the helper: nothing else prints. */
export interface Report {
  /** A thing that was done. */
  tell(text: string): void;
  /** A thing the reader should know and need not act on. */
  note(text: string): void;
  /** Failures, each with all its parts. */
  fail(failures: readonly Failure[]): void;
  /** From now on this text is replaced in whatever is printed. */
  conceal(secret: Secret<string>): void;
  /** Why what is under way takes its time; told when `during` next says that it goes on. */
  explainDelay(reason: string): void;
  /** Says that `activity` goes on when it takes over 3 s, then every 15 s. */
  during<Value>(activity: string, work: Promise<Value>): Promise<Value>;
}

/** What a command that logs in needs of the outside. */
export interface CommandPorts {
  readonly tokens: OidcTokens;
  readonly vault: Vault;
  readonly sessions: Sessions;
  readonly shellEnvironment: ShellEnvironment;
  readonly clock: Clock;
  readonly report: Report;
}
