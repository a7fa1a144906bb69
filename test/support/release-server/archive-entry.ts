/** One entry of an archive that a test builds; what is left out is as in a real release. */
export interface ArchiveEntry {
  readonly name: string;
  readonly content?: Buffer;
  /** Permission bits; 0755 when it is left out. */
  readonly mode?: number;
  readonly kind?: 'file' | 'symlink' | 'hard link' | 'directory';
  /** What a link leads to. */
  readonly target?: string;
  /** The size that the archive tells in the place of the content's. */
  readonly toldSize?: number;
  /** Zip alone: the entry says that it is encrypted. */
  readonly isEncrypted?: boolean;
  /** Zip alone: the content is deflated, as in real releases. */
  readonly isDeflated?: boolean;
}
