import { createReadStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Extract, extract, type Header } from 'tar-stream';
import {
  type ArchiveEntry,
  findEntryProblem,
  mostUnpackedBytes,
} from '../core/releases/archive-entries.ts';
import { ArchiveProblem } from './archive-problem.ts';
import type { TakeEntry } from './zip-archive.ts';

/**
 * Hands out the entry of that name while it reads a gzipped tar file, and looks at
 * every further entry; what was taken counts for nothing when this throws
 * `ArchiveProblem`, as for a file that inflates to more than `mostBytes`, or what the
 * libraries or `take` throw.
 */
export async function readTarGz(
  path: string,
  binary: string,
  take: TakeEntry,
  mostBytes = mostUnpackedBytes,
): Promise<boolean> {
  const entries = extract();
  const fed = pipeline(createReadStream(path), createGunzip(), limitBytes(mostBytes), entries);
  const [read, feeding] = await Promise.allSettled([readEntries(entries, binary, take), fed]);
  // The reader's own reason comes first: the rest is what its end did to the pipe.
  if (feeding.status === 'rejected' && isOwnReason(feeding.reason)) throw feeding.reason;
  if (read.status === 'rejected') throw read.reason;
  if (feeding.status === 'rejected') throw feeding.reason;
  return read.value;
}

function isOwnReason(reason: unknown): boolean {
  return reason instanceof ArchiveProblem;
}

async function readEntries(entries: Extract, binary: string, take: TakeEntry): Promise<boolean> {
  const seen: ArchiveEntry[] = [];
  let isFound = false;
  for await (const entry of entries) {
    const described = describeEntry(entry.header);
    seen.push(described);
    const problem = findEntryProblem(seen, binary);
    if (problem !== undefined) throw new ArchiveProblem(problem);
    if (described.name === binary) {
      await take(readParts(entry));
      isFound = true;
    }
    entry.resume();
  }
  return isFound;
}

/** The types of the library do not say what it gives. */
async function* readParts(content: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const part of content) if (part instanceof Uint8Array) yield part;
}

function describeEntry({ name, size, type }: Header): ArchiveEntry {
  const kind =
    type === 'file' || type === 'contiguous-file'
      ? 'file'
      : type === 'directory'
        ? 'directory'
        : 'special';
  return { name, kind, size };
}

/** Ends a file of few bytes that inflates without end. */
function limitBytes(most: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > most) done(new ArchiveProblem('it unpacks to over 1 GiB'));
      else done(null, chunk);
    },
  });
}
