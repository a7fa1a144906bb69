import type { Release } from '../../../src/core/releases/release.ts';
import type { ArchiveEntry } from './archive-entry.ts';
import { buildTarGz } from './build-tar-gz.ts';
import { buildZip } from './build-zip.ts';

/** What an archive is built of: its kind and the name of its binary, as `describeRelease` tells. */
export type ArchiveForm = Pick<Release, 'archiveKind' | 'binary'>;

/** An archive of any entries. */
export function buildArchive(
  kind: Release['archiveKind'],
  entries: readonly ArchiveEntry[],
): Buffer {
  return kind === 'zip' ? buildZip(entries) : buildTarGz(entries);
}

/** An archive as it is published: the binary, and the licence that new releases have beside it. */
export function buildGoodArchive(form: ArchiveForm, binary: Buffer): Buffer {
  return buildArchive(form.archiveKind, [
    { name: 'LICENSE.txt', content: Buffer.from('a licence\n'), mode: 0o644 },
    { name: form.binary, content: binary, isDeflated: true },
  ]);
}

type BuildWrong = (form: ArchiveForm, binary: Buffer) => Buffer;

const outside = '/tmp/vault-oidc-never-written';

/** Archives that nothing may be unpacked from, by what is wrong with them; for both kinds. */
export const wrongArchives: Readonly<Record<string, BuildWrong>> = {
  'two entries of the name': withEntries(({ binary }, content) => [
    { name: binary, content },
    { name: binary, content },
  ]),
  'no entry of the name': withEntries((_form, content) => [{ name: 'terraform', content }]),
  'the name in a directory': withEntries(({ binary }, content) => [
    { name: `bin/${binary}`, content },
  ]),
  'a name that climbs': withEntries(({ binary }, content) => [
    { name: binary, content },
    { name: `../${binary}`, content },
  ]),
  'an absolute name': withEntries(({ binary }, content) => [
    { name: binary, content },
    { name: `${outside}/${binary}`, content },
  ]),
  'a symbolic link': withEntries(({ binary }) => [
    { name: binary, kind: 'symlink', target: '/bin/sh', mode: 0o777 },
  ]),
  'a directory': withEntries(({ binary }) => [{ name: `${binary}/`, kind: 'directory' }]),
  '10 GiB': withEntries(({ binary }, content) => [
    { name: binary, content, toldSize: 10 * 2 ** 30 },
  ]),
  'nothing at all': withEntries(() => []),
  'a cut end': (form, content) => {
    const whole = buildGoodArchive(form, content);
    return whole.subarray(0, Math.floor(whole.length / 2));
  },
  'no archive': () => Buffer.from('<html>Please log in</html>\n'),
  'no bytes': () => Buffer.alloc(0),
};

/** Those that one kind alone can be. */
export const wrongTarArchives: Readonly<Record<string, BuildWrong>> = {
  'a hard link': withEntries(({ binary }) => [
    { name: binary, kind: 'hard link', target: '/bin/sh' },
  ]),
};
export const wrongZipArchives: Readonly<Record<string, BuildWrong>> = {
  'more bytes than it says': withEntries(({ binary }, content) => [
    { name: binary, content, isDeflated: true, toldSize: content.length - 1 },
  ]),
  'fewer bytes than it says': withEntries(({ binary }, content) => [
    { name: binary, content, isDeflated: true, toldSize: content.length + 1 },
  ]),
  'an encrypted entry': withEntries(({ binary }, content) => [
    { name: binary, content, isEncrypted: true },
  ]),
};

/** Archives with oddities that hurt nobody. */
export const oddArchives: Readonly<Record<string, BuildWrong>> = {
  'bits that give rights away': withEntries(({ binary }, content) => [
    { name: binary, content, mode: 0o6777 },
  ]),
  'no right to run': withEntries(({ binary }, content) => [{ name: binary, content, mode: 0o600 }]),
};

/** A whole archive with more behind its end: one to refuse or to read past, but never to run. */
export function appendBytes(form: ArchiveForm, binary: Buffer): Buffer {
  return Buffer.concat([buildGoodArchive(form, binary), Buffer.from('#!/bin/sh\nexit 1\n')]);
}

function withEntries(
  list: (form: ArchiveForm, content: Buffer) => readonly ArchiveEntry[],
): BuildWrong {
  return (form, content) => buildArchive(form.archiveKind, list(form, content));
}
