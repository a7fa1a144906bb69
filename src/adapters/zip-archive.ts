import { type Entry, openPromise } from 'yauzl';
import { type ArchiveEntry, findEntryProblem } from '../core/releases/archive-entries.ts';
import { ArchiveProblem } from './archive-problem.ts';

/** Takes the bytes of the binary's entry. */
export type TakeEntry = (content: AsyncIterable<Uint8Array>) => Promise<void>;

/**
 * Hands out the one entry of that name once every entry of the zip file is known to
 * be harmless. Throws `ArchiveProblem`, or what the library or `take` throws.
 */
export async function readZip(path: string, binary: string, take: TakeEntry): Promise<boolean> {
  // Names as bytes: what is wrong with one is decided in one place for every kind of archive.
  const zip = await openPromise(path, { decodeStrings: false, autoClose: false });
  try {
    const seen: ArchiveEntry[] = [];
    let found: Entry | undefined;
    for await (const entry of zip.eachEntry()) {
      const described = describeEntry(entry);
      seen.push(described);
      const problem = findEntryProblem(seen, binary);
      if (problem !== undefined) throw new ArchiveProblem(problem);
      if (described.name === binary) found = entry;
    }
    if (found === undefined) return false;
    const content = await zip.openReadStreamPromise(found);
    // Whoever reads it is told of a fault, also of one that came before: none is uncaught.
    content.on('error', () => undefined);
    await take(content);
    return true;
  } finally {
    zip.close();
  }
}

const kindMask = 0o170000;
// By the bits of the file type in a mode (POSIX, <sys/stat.h>).
const kinds = new Map<number, ArchiveEntry['kind']>([
  // Made where files have no such mode.
  [0, 'file'],
  [0o040000, 'directory'],
  [0o100000, 'file'],
]);

function describeEntry(entry: Entry): ArchiveEntry {
  const name = entry.fileNameRaw.toString('utf8');
  const kind = kinds.get((entry.externalFileAttributes >>> 16) & kindMask) ?? 'special';
  const isDirectory = kind === 'file' && name.endsWith('/');
  return {
    name,
    kind: entry.isEncrypted() ? 'special' : isDirectory ? 'directory' : kind,
    size: entry.uncompressedSize,
  };
}
