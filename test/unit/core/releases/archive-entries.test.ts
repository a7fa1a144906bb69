import { describe, expect, it } from 'vitest';
import {
  type ArchiveEntry,
  findEntryProblem,
  mostUnpackedBytes,
} from '../../../../src/core/releases/archive-entries.ts';

const file = (name: string, size = 1): ArchiveEntry => ({ name, kind: 'file', size });
const special = (name: string): ArchiveEntry => ({ name, kind: 'special', size: 0 });

describe('the entries of an archive', () => {
  it.each<[title: string, entries: ArchiveEntry[]]>([
    ['the binary alone', [file('vault', mostUnpackedBytes)]],
    ['texts beside it', [file('LICENSE.txt'), file('vault'), file('docs/notes..md')]],
    ['a directory beside it', [{ name: 'docs/', kind: 'directory', size: 0 }, file('vault')]],
    ['its name in another case, or in a directory', [file('Vault'), file('bin/vault')]],
  ])('may be %s', (_title, entries) => {
    expect(findEntryProblem(entries, 'vault')).toBeUndefined();
  });

  it.each<[title: string, entries: ArchiveEntry[], why: RegExp]>([
    ['the binary twice', [file('vault'), file('LICENSE'), file('vault')], /two of its entries/],
    ['a directory of its name', [{ name: 'vault', kind: 'directory', size: 0 }], /is no file/],
    ['a link', [special('vault')], /link/],
    ['a link beside it', [file('vault'), special('LICENSE')], /link/],
    ['../vault', [file('../vault')], /leads out/],
    ['a/../../vault', [file('a/../../vault')], /leads out/],
    ['/vault', [file('/vault')], /leads out/],
    ['..\\vault', [file('..\\vault')], /leads out/],
    ['C:vault', [file('C:vault')], /leads out/],
    ['a NUL in a name', [file('vault\0.txt')], /leads out/],
    ['one over 1 GiB', [file('vault', mostUnpackedBytes + 1)], /over 1 GiB/],
    ['over 1 GiB together', [file('a', mostUnpackedBytes), file('vault')], /over 1 GiB/],
    ['very many', Array.from({ length: 101 }, (_, index) => file(`${index}`)), /over 100/],
  ])('may not be %s', (_title, entries, why) => {
    expect(findEntryProblem(entries, 'vault')).toMatch(why);
  });
});
