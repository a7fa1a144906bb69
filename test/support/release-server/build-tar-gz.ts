import { gzipSync } from 'node:zlib';
import type { ArchiveEntry } from './archive-entry.ts';

const blockBytes = 512;
const kinds = { file: '0', 'hard link': '1', symlink: '2', directory: '5' };
// Eleven octal digits hold less than 8 GiB.
const largestOctal = 8 ** 11;

/** A gzipped tar archive (ustar) of the entries. */
export function buildTarGz(entries: readonly ArchiveEntry[]): Buffer {
  const blocks = entries.flatMap((entry) => {
    const content = entry.content ?? Buffer.alloc(0);
    return [describeEntry(entry, content.length), content, Buffer.alloc(padding(content.length))];
  });
  // Quick: a test's archive may hold a real binary of some hundred megabytes.
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * blockBytes)]), { level: 1 });
}

// https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13_06
function describeEntry(entry: ArchiveEntry, length: number): Buffer {
  const { name, kind = 'file', mode = 0o755, target = '', toldSize = length } = entry;
  const header = Buffer.alloc(blockBytes);
  header.write(name, 0);
  header.write(octal(mode, 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  if (toldSize < largestOctal) header.write(octal(toldSize, 11), 124);
  else writeLargeSize(header, toldSize);
  header.write(octal(0, 11), 136);
  header.write(' '.repeat(8), 148);
  header.write(kinds[kind], 156);
  header.write(target, 157);
  header.write('ustar\u000000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148);
  return header;
}

/** In the base 256 of GNU tar. */
function writeLargeSize(header: Buffer, size: number): void {
  header[124] = 0x80;
  header.writeBigUInt64BE(BigInt(size), 128);
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

function padding(length: number): number {
  return (blockBytes - (length % blockBytes)) % blockBytes;
}
