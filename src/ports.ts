import type { Failure } from './core/failure.ts';
import type { Variable } from './core/quoting.ts';
import type { Platform, Release, ReleaseKey } from './core/releases/release.ts';
import type { SignatureVerdict } from './core/releases/signature-status.ts';
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

/** Files of releases, over the network. Every method throws `Failed` when the network fails, or the system's error of the disk. */
export interface Downloads {
  /** A small file; undefined when the server has none of that address. */
  read(url: string): Promise<Buffer | undefined>;
  /** Writes a file to a new path; false when the server has none of that address. */
  save(url: string, path: string): Promise<boolean>;
}

/** Archives on the disk. Every method throws the system's error where the disk fails. */
export interface Archives {
  /** SHA-256 of the file, 64 lower-case hexadecimal digits. */
  hash(path: string): Promise<string>;
  /** Unpacks the binary to a new path. Throws `Failed` for an archive that holds what it should not. */
  unpackBinary(archive: string, release: Release, path: string): Promise<void>;
}

/** Archives of earlier jobs. No fault of one is a failure: without them there is the network. */
export interface KeptArchives {
  /**
   * Copies a kept archive to a new path if it has the digest; `other` for one that has
   * not, of which nothing stays there. Throws `Failed` when the time is up.
   */
  take(name: string, path: string, sha256: string): Promise<'proved' | 'other' | 'none'>;
  keep(name: string, path: string): Promise<void>;
  forget(name: string): Promise<void>;
}

/** The program gpgv. */
export interface SignatureCheck {
  /**
   * Whether the key made the signature; undefined when there is no gpgv. `aside` gives
   * new private paths. Throws `Failed`, or the system's error of the disk.
   */
  judge(
    signed: Buffer,
    signature: Buffer,
    key: ReleaseKey,
    aside: (name: string) => string,
  ): Promise<SignatureVerdict | undefined>;
}

/** Programs of the machine. */
export interface Programs {
  readonly platform: Platform;
  /** The path that a shell finds for the name in any working directory; undefined when it finds none. */
  find(name: string): string | undefined;
  /** Whether a shell would find a program of that name in the directory before any other. */
  areSoughtIn(directory: string, name: string): boolean;
  /** What the program prints for `version`; undefined when it does not run, or not end by itself. Throws `Failed` when the time is up. */
  askVersion(path: string): Promise<string | undefined>;
}

/** The directory that a binary is to be put into, with a private one aside. */
export interface InstallDirectory {
  /** Absolute. */
  readonly path: string;
  /** A path in the private directory, which is on the same file system. */
  aside(name: string): string;
  /** Has work on files there fail with `Failed`, which names the directory, in the place of the system's error. */
  guard<Value>(work: Promise<Value>): Promise<Value>;
  /** Moves a finished binary into place, over an earlier one; gives its path. Throws `Failed`. */
  place(binary: string): string;
  /** Puts back what was there before `place`, unless another run has put its own there since. */
  undo(): void;
  /** Removes the private directory, and what was made for nothing. */
  close(): void;
}

/** The PATH of the later steps. */
export interface SearchPath {
  /** Throws `Failed` when a line added to `$BASH_ENV` would not be run. */
  check(): Promise<void>;
  /**
   * Puts the directory ahead of the others; a shell has found the program there by
   * then. Throws `Failed`; `$BASH_ENV` is then as it was.
   */
  add(directory: string, program: string): Promise<void>;
}

/** What `install-vault` needs of the outside. */
export interface InstallPorts {
  readonly downloads: Downloads;
  readonly archives: Archives;
  readonly keptArchives: KeptArchives;
  readonly signatures: SignatureCheck;
  readonly programs: Programs;
  /** Makes the directory where it is missing. Throws `Failed` when nothing can be written there. */
  openDirectory(): InstallDirectory;
  readonly searchPath: SearchPath;
  readonly report: Report;
}
