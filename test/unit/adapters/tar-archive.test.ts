import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readTarGz } from '../../../src/adapters/tar-archive.ts';
import { buildArchive } from '../../support/release-server/archive-shapes.ts';

const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
afterAll(() => rmSync(directory, { recursive: true }));

const path = join(directory, 'archive');
const content = Buffer.alloc(1000, 'x');
writeFileSync(path, buildArchive('tar.gz', [{ name: 'bao', content }]));
// A header, the content and two empty blocks, in blocks of 512 bytes.
const inflatedBytes = 5 * 512;

async function read(mostBytes: number): Promise<string> {
  const parts: Uint8Array[] = [];
  const take = async (entry: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const part of entry) parts.push(part);
  };
  await readTarGz(path, 'bao', take, mostBytes);
  return Buffer.concat(parts).toString();
}

describe('a gzipped tar file', () => {
  it('may inflate to so many bytes', async () => {
    expect(await read(inflatedBytes)).toBe(content.toString());
  });

  it('may not inflate to more, whatever its entries say', async () => {
    await expect(read(inflatedBytes - 1)).rejects.toThrow('it unpacks to over 1 GiB');
  });
});
