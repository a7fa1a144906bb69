/** One entry of an archive, as its header tells it. */
export interface ArchiveEntry {
  readonly name: string;
  /** A special one is a link, a device, a FIFO, or one that is encrypted. */
  readonly kind: 'file' | 'directory' | 'special';
  /** Bytes once unpacked. */
  readonly size: number;
}

/** No binary has more bytes, and no archive more in all. */
export const mostUnpackedBytes = 1024 ** 3;
const mostEntries = 100;

/**
 * Why an archive with these entries, or with these and more, must not be used;
 * undefined when nothing is wrong so far. Beside the binary there may be a licence
 * and the like; they stay packed.
 */
export function findEntryProblem(
  entries: readonly ArchiveEntry[],
  binary: string,
): string | undefined {
  if (entries.length > mostEntries) return `it has over ${mostEntries} entries`;
  if (entries.some(({ name }) => leadsOut(name))) return 'the name of an entry leads out of it';
  if (entries.some(({ kind }) => kind === 'special')) return 'it holds a link or a special file';
  const named = entries.filter(({ name }) => name === binary);
  if (named.length > 1) return `two of its entries are named ${binary}`;
  if (named.some(({ kind }) => kind !== 'file')) return `its entry ${binary} is no file`;
  const bytes = entries.reduce((sum, { size }) => sum + size, 0);
  return bytes > mostUnpackedBytes ? 'it unpacks to over 1 GiB' : undefined;
}

function leadsOut(name: string): boolean {
  return /^\/|\\|^[A-Za-z]:|\0/.test(name) || name.split('/').includes('..');
}
