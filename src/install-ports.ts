import type { Platform, Release, ReleaseKey } from './core/releases/release.ts';
import type { SignatureVerdict } from './core/releases/signature-status.ts';
import type { Report } from './ports.ts';

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
