import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { readZip } from '../../../src/adapters/zip-archive.ts';
import { buildArchive } from '../../support/release-server/archive-shapes.ts';

const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
afterAll(() => rmSync(directory, { recursive: true }));

it.each([
  ['more', -1],
  ['fewer', 1],
])('tells of an entry with %s bytes than it says, also whoever reads late', async (_word, more) => {
  const path = join(directory, 'archive');
  const content = Buffer.alloc(1000, 'x');
  const entry = { name: 'vault', content, isDeflated: true, toldSize: content.length + more };
  writeFileSync(path, buildArchive('zip', [entry]));
  const readLate = async (parts: AsyncIterable<Uint8Array>): Promise<void> => {
    await sleep(50);
    for await (const _part of parts);
  };
  await expect(readZip(path, 'vault', readLate)).rejects.toThrow('bytes');
});
