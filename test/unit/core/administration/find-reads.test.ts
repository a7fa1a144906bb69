import { describe, expect, it } from 'vitest';
import { findReads } from '../../../../src/core/administration/find-reads.ts';
import { parseReferences } from '../../../../src/core/references/parse-references.ts';

const mounts = {
  'secret/': { type: 'kv', options: { version: '2' } },
  'secret-old/': { type: 'kv', options: { version: '1' } },
  'team/kv/': { type: 'kv', options: { version: '2' } },
  'database/': { type: 'database', options: null },
  'sys/': { type: 'system' },
  'team/sys/': { type: 'system' },
};

const find = (text: string, engine?: string) =>
  findReads(parseReferences(text, {}).references, mounts, engine);

describe('the reads of references, given the mounts', () => {
  it.each([
    ['secret/app/db x; secret/app/db y', ['secret/data/app/db']],
    ['secret/data/app x; nowhere/data/app y', ['secret/data/app', 'nowhere/data/app']],
    ['secret-old/app x', ['secret-old/app']],
    ['team/kv/app x; team/kv/data/app y', ['team/kv/data/app', 'team/kv/data/app']],
    ['database/creds/ro x', ['database/creds/ro']],
  ])('%s', (text, paths) => {
    const { reads, failures } = find(text);
    expect(failures).toEqual([]);
    expect(reads.map(({ requestPath }) => requestPath)).toEqual(paths);
  });

  it('count an engine that is to be made', () => {
    const { reads } = find('new/kv/app x', 'new/kv');
    expect(reads).toMatchObject([{ requestPath: 'new/kv/data/app', layout: 'versioned' }]);
  });

  it.each([
    ['nowhere/app x', 'SECRET_MISSING', 'nothing is mounted there'],
    ['team/app x', 'SECRET_MISSING', 'nothing is mounted there'],
    ['team/sys/app x', 'REFERENCE_INVALID', 'belongs to Vault itself'],
    ['secret-old/app?version=2 x', 'VERSION_UNSUPPORTED', 'KV version 2'],
  ])('lack %s, and leave the others as they are', (text, code, why) => {
    const { reads, failures } = find(`${text}\nsecret/fine y`);
    expect(reads).toMatchObject([{ requestPath: 'secret/data/fine' }]);
    expect(failures).toMatchObject([{ code, why: expect.stringContaining(why) }]);
  });
});
