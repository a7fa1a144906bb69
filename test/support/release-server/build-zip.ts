import { deflateRawSync } from 'node:zlib';
import type { ArchiveEntry } from './archive-entry.ts';
import { crc32 } from './crc32.ts';

// The records and their fields: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
const localSignature = 0x04034b50;
const centralSignature = 0x02014b50;
const endSignature = 0x06054b50;
const unixMadeBy = 0x031e;
const fileKinds = { file: 0o100000, symlink: 0o120000, directory: 0o040000, 'hard link': 0o100000 };
const largestSize = 0xffffffff;

/** A zip archive of the entries. A size that 32 bits do not hold is told as zip64 does. */
export function buildZip(entries: readonly ArchiveEntry[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { local, central } = describeEntry(entry, offset);
    locals.push(local);
    centrals.push(central);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(endSignature, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

function describeEntry(entry: ArchiveEntry, offset: number): { local: Buffer; central: Buffer } {
  const { name, kind = 'file', mode = 0o755, target = '' } = entry;
  const content = kind === 'symlink' ? Buffer.from(target) : (entry.content ?? Buffer.alloc(0));
  const stored = entry.isDeflated === true ? deflateRawSync(content) : content;
  const size = entry.toldSize ?? content.length;
  const extra = size > largestSize ? describeLargeSize(size) : Buffer.alloc(0);
  const file = Buffer.from(name);
  // What both records hold alike, from the version that is needed on to the length of the extra field.
  const common = Buffer.alloc(26);
  common.writeUInt16LE(extra.length > 0 ? 45 : 20, 0);
  common.writeUInt16LE(entry.isEncrypted === true ? 1 : 0, 2);
  common.writeUInt16LE(entry.isDeflated === true ? 8 : 0, 4);
  common.writeUInt32LE(0x21, 8);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(stored.length, 14);
  common.writeUInt32LE(Math.min(size, largestSize), 18);
  common.writeUInt16LE(file.length, 22);
  common.writeUInt16LE(extra.length, 24);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(centralSignature, 0);
  central.writeUInt16LE(unixMadeBy, 4);
  common.copy(central, 6);
  central.writeUInt32LE(((fileKinds[kind] | mode) << 16) >>> 0, 38);
  central.writeUInt32LE(offset, 42);
  const local = Buffer.alloc(4);
  local.writeUInt32LE(localSignature, 0);
  return {
    local: Buffer.concat([local, common, file, extra, stored]),
    central: Buffer.concat([central, file, extra]),
  };
}

function describeLargeSize(size: number): Buffer {
  const extra = Buffer.alloc(12);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8, 2);
  extra.writeBigUInt64LE(BigInt(size), 4);
  return extra;
}
