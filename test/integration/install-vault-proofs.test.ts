import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeRelease, type Product } from '../../src/core/releases/release.ts';
import {
  expectNothing,
  type InstallScene,
  otherVersion,
  pinnedVersion,
  setInstallScene,
} from '../support/install-scene.ts';
import type { Installer, InstallOutcome } from '../support/installer-runs.ts';
import { linkPrograms } from '../support/program-directory.ts';
import {
  appendBytes,
  buildArchive,
  buildGoodArchive,
  wrongArchives,
  wrongTarArchives,
  wrongZipArchives,
} from '../support/release-server/archive-shapes.ts';
import { writeBinary, writeForeignBinary } from '../support/release-server/binaries.ts';
import { thisPlatform } from '../support/this-platform.ts';

let scene: InstallScene;
beforeAll(async () => {
  scene = await setInstallScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

const products: readonly Product[] = ['vault', 'openbao'];

function describeForm(product: Product) {
  return describeRelease(product, otherVersion, thisPlatform);
}

function runWith(installer: Installer, parameters: Readonly<Record<string, string>>) {
  return installer.run({
    parameters: { ca_certificate: scene.server.certificate, ...parameters },
  });
}

describe('an archive that is proved', () => {
  it('by the table of the orb is on the PATH of the later steps', async () => {
    const outcome = await scene.install({ version: pinnedVersion });
    expect(outcome.told).toEqual([]);
    expect(outcome.status).toBe(0);
    expect(outcome.stdout).toContain('proved by the table of this orb');
    expect(Object.keys(outcome.files)).toEqual(['.local', '.local/bin', '.local/bin/vault']);
    expect(await outcome.runStep('vault version')).toContain(`Vault v${pinnedVersion} (`);
  });

  it.each(products)('by signed sums is installed: %s', async (product) => {
    scene.publish({ product });
    const outcome = await scene.install({ product, version: otherVersion });
    expect(outcome.stderr).toBe('');
    expect(outcome.status).toBe(0);
    expect(outcome.stdout).toMatch(/proved by the signed \S*(SHA256SUMS|checksums)/);
    const { binary } = describeForm(product);
    expect(await outcome.runStep(`${binary} version`)).toContain(`v${otherVersion} (`);
  });

  it('by sha256 needs neither sums nor signature', async () => {
    const { sha256, sumsPath } = scene.publish();
    const before = scene.server.count(sumsPath);
    const outcome = await scene.install({ version: otherVersion, sha256: sha256.toUpperCase() });
    expect(outcome.status).toBe(0);
    expect(outcome.stdout).toContain('proved by the parameter sha256');
    expect(scene.server.count(sumsPath)).toBe(before);
  });

  it('by a sha256 that the table says otherwise of is installed, with a note', async () => {
    const content = writeBinary('vault', pinnedVersion);
    const repacked = buildArchive(describeForm('vault').archiveKind, [{ name: 'vault', content }]);
    const { sha256 } = scene.publishPinned(repacked);
    const outcome = await scene.install({ version: pinnedVersion, sha256 });
    scene.publishPinned();
    expect(outcome.status).toBe(0);
    expect(outcome.stderr).toContain('sha256 is not the SHA-256 that this orb knows');
  });

  it('by a key that has expired since is installed, with a note', async () => {
    using old = await scene.build({ releaseKeys: { vault: scene.keys.expired } });
    scene.publish({ key: scene.keys.expired });
    const outcome = await runWith(old, { version: otherVersion });
    expect(outcome.status).toBe(0);
    expect(outcome.stderr).toContain('has expired since');
  });
});

describe('an archive that is not proved is not opened', () => {
  const tamper = (bytes: Buffer): Buffer => {
    const copy = Buffer.from(bytes);
    copy.writeUInt8(copy.readUInt8(60) ^ 1, 60);
    return copy;
  };
  const good = (): Buffer =>
    buildGoodArchive(describeForm('vault'), writeBinary('vault', otherVersion));

  it.each<[title: string, change: (bytes: Buffer) => Buffer]>([
    ['tampered with', tamper],
    ['cut short', (bytes) => bytes.subarray(0, bytes.length - 1)],
    [
      'with more behind its end',
      () => appendBytes(describeForm('vault'), writeBinary('vault', otherVersion)),
    ],
    ['empty', () => Buffer.alloc(0)],
  ])('%s', async (_title, change) => {
    const { archivePath } = scene.publish();
    scene.server.put(archivePath, change(good()));
    const outcome = await scene.install({ version: otherVersion });
    expectNothing(outcome, 'ARCHIVE_NOT_PROVED');
    expect(outcome.told[0]?.why).toMatch(/^its SHA-256 is [0-9a-f]{64}, and by the signed /);
  });

  it('when the table of the orb says otherwise', async () => {
    scene.publishPinned(tamper(good()));
    const outcome = await scene.install({ version: pinnedVersion });
    scene.publishPinned();
    expectNothing(outcome, 'ARCHIVE_NOT_PROVED');
    expect(outcome.told[0]?.why).toContain('by the table of this orb');
  });

  it('when sha256 says otherwise, whatever is signed', async () => {
    scene.publish();
    const outcome = await scene.install({ version: otherVersion, sha256: 'a'.repeat(64) });
    expectNothing(outcome, 'ARCHIVE_NOT_PROVED');
    expect(outcome.told[0]?.why).toContain('by the parameter sha256');
  });

  it.each<[title: string, wish: () => Parameters<InstallScene['publish']>[0], why: RegExp]>([
    [
      'changed sums',
      () => ({ signature: scene.keys.good.sign(Buffer.from('other')) }),
      /not that of this text/,
    ],
    [
      'a signature that is none',
      () => ({ signature: Buffer.from('<html>') }),
      /it is no signature/,
    ],
    ['an empty signature', () => ({ signature: Buffer.alloc(0) }), /no signature|no valid/],
    ['the signature of another key', () => ({ key: scene.keys.other }), /another key made it/],
  ])('%s', async (_title, wish, why) => {
    scene.publish(wish());
    const outcome = await scene.install({ version: otherVersion });
    expectNothing(outcome, 'ARCHIVE_NOT_PROVED');
    expect(outcome.told[0]?.what).toMatch(
      /^The signature of vault_\S+_SHA256SUMS does not hold\.$/,
    );
    expect(outcome.told[0]?.why).toMatch(why);
  });

  it.each(['revoked', 'expiredBefore'] as const)('a key that was %s', async (name) => {
    using old = await scene.build({ releaseKeys: { vault: scene.keys[name] } });
    scene.publish({ key: scene.keys[name] });
    const outcome = await runWith(old, { version: otherVersion });
    expectNothing(outcome, 'ARCHIVE_NOT_PROVED');
    expect(outcome.told[0]?.why).toMatch(/revoked|expired before/);
  });

  it.each<[title: string, sums: (line: string) => string]>([
    ['another archive', (line) => line.replace('vault_', 'vault_enterprise_')],
    ['the archive twice', (line) => line + line.replace(/^./, 'f')],
    ['a name that only ends alike', (line) => line.replace('  ', '  ../')],
    ['a line of another kind', (line) => `${line}<html>\n`],
    ['nothing', () => ''],
  ])('signed sums that name %s', async (_title, change) => {
    const { sha256 } = scene.publish();
    scene.publish({ sums: change(`${sha256}  ${describeForm('vault').archive}\n`) });
    const outcome = await scene.install({ version: otherVersion });
    expectNothing(outcome, 'ARCHIVE_NOT_PROVED');
    expect(outcome.told[0]?.what).toMatch(/^The signed vault_\S+ proves no vault_/);
  });
});

describe('an archive that nothing can prove is not even downloaded', () => {
  const expectUnprovable = (outcome: InstallOutcome, why: RegExp, archivePath: string): void => {
    expectNothing(outcome, 'ARCHIVE_UNPROVABLE');
    expect(outcome.told[0]?.why).toMatch(why);
    expect(outcome.told[0]?.next[0]).toContain('give sha256');
    expect(scene.server.count(archivePath)).toBe(0);
  };
  const version = '3.0.0';

  it('without a signature', async () => {
    const { archivePath } = scene.publish({ version, isSigned: false });
    const outcome = await scene.install({ version });
    expectUnprovable(outcome, /no signature of its/, archivePath);
    expect(outcome.told[0]?.next.slice(1)).toEqual([
      expect.stringMatching(/^or let the server have the maker's vault_.*\.sig beside it$/),
      `or write a version that this orb knows, such as latest (${pinnedVersion})`,
    ]);
  });

  it('without gpgv', async () => {
    const { archivePath } = scene.publish({ version });
    using programs = linkPrograms(['bash', 'cat']);
    const outcome = await scene.install({ version }, { environment: { PATH: programs.path } });
    expectUnprovable(outcome, /gpgv, which checks signatures, is not here/, archivePath);
    expect(outcome.told[0]?.next[1]).toContain('install gnupg');
  });

  it('without a key of its makers', async () => {
    using keyless = await scene.build({ releaseKeys: {} });
    const { archivePath } = scene.publish({ product: 'openbao', version });
    const outcome = await runWith(keyless, { product: 'openbao', version });
    expectUnprovable(outcome, /no key of its makers/, archivePath);
    expect(outcome.told[0]?.next).toHaveLength(1);
  });
});

describe('a proved archive that holds what it should not', () => {
  const cases = products.flatMap((product) =>
    Object.entries({
      ...wrongArchives,
      ...(describeForm(product).archiveKind === 'zip' ? wrongZipArchives : wrongTarArchives),
    }).map(([title, build]) => [title, product, build] as const),
  );

  it.each(cases)('%s (%s)', async (_title, product, build) => {
    const archive = build(describeForm(product), writeBinary(product, otherVersion));
    const { sha256 } = scene.publish({ product, archive });
    const outcome = await scene.install({ product, version: otherVersion, sha256 });
    expectNothing(outcome, 'ARCHIVE_UNUSABLE');
    expect(existsSync('/tmp/vault-oidc-never-written')).toBe(false);
  });

  it.each<[title: string, binary: Buffer, why: RegExp]>([
    ['another version', writeBinary('vault', '1.0.0'), /says "Vault v1\.0\.0 /],
    ['another edition', writeBinary('vault', `${otherVersion}+ent`), /says "Vault v2\.5\.4\+ent /],
    ['another product', writeBinary('openbao', otherVersion), /says "OpenBao /],
    ['another machine', writeForeignBinary(), /does not run here/],
    ['no program at all', Buffer.from('text\n'), /does not run here/],
  ])('a binary of %s', async (_title, binary, why) => {
    const archive = buildGoodArchive(describeForm('vault'), binary);
    const { sha256 } = scene.publish({ archive });
    const outcome = await scene.install({ version: otherVersion, sha256 });
    expectNothing(outcome, 'PROGRAM_UNUSABLE');
    expect(outcome.told[0]?.why).toMatch(why);
  });
});
