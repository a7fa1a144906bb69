import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openInstallDirectory } from '../../../src/adapters/install-directory.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'vault-oidc-home-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const open = (path = '~/a/b') => openInstallDirectory(path, { HOME: home });

/** Puts a binary in place as the command does. */
function place(directory: ReturnType<typeof open>): string {
  const binary = directory.aside('vault');
  writeFileSync(binary, 'new', { mode: 0o755 });
  return directory.place(binary);
}

/** Something has the name of the hard link, which cannot be made then; as where there are none. */
function refuseLinks(directory: ReturnType<typeof open>): void {
  writeFileSync(directory.aside('earlier'), '');
}

describe('the install directory', () => {
  it('has a private directory on the same file system', () => {
    const directory = open();
    const { mode, dev } = statSync(join(directory.aside('x'), '..'));
    expect(mode & 0o777).toBe(0o700);
    expect(dev).toBe(statSync(home).dev);
    directory.close();
  });

  it('is not there afterwards when it was made for nothing', () => {
    open().close();
    expect(readdirSync(home)).toEqual([]);
  });

  it('stays when it was there before', () => {
    mkdirSync(join(home, 'a'));
    open().close();
    expect(readdirSync(home)).toEqual(['a']);
    expect(readdirSync(join(home, 'a'))).toEqual([]);
  });

  it('holds the binary alone afterwards', () => {
    const directory = open();
    expect(place(directory)).toBe(join(home, 'a/b/vault'));
    directory.close();
    expect(readdirSync(join(home, 'a/b'))).toEqual(['vault']);
  });

  it('is as it was when the binary is taken back', () => {
    const directory = open();
    place(directory);
    directory.undo();
    directory.close();
    expect(existsSync(join(home, 'a'))).toBe(false);
  });

  it('has its earlier file again when the binary is taken back', () => {
    mkdirSync(join(home, 'bin'));
    writeFileSync(join(home, 'bin/vault'), 'old');
    const directory = open('~/bin');
    const path = place(directory);
    expect(readFileSync(path, 'utf8')).toBe('new');
    directory.undo();
    directory.close();
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(join(home, 'bin'))).toEqual(['vault']);
  });

  it('refuses a directory in the place of the binary', () => {
    mkdirSync(join(home, 'bin/vault'), { recursive: true });
    const directory = open('~/bin');
    expect(() => place(directory)).toThrow('INSTALL_DIRECTORY_UNUSABLE');
    directory.close();
    expect(readdirSync(join(home, 'bin'))).toEqual(['vault']);
  });

  it('has a link again, and what it leads to, when the binary is taken back', () => {
    mkdirSync(join(home, 'bin'));
    writeFileSync(join(home, 'elsewhere'), 'old');
    symlinkSync('../elsewhere', join(home, 'bin/vault'));
    const directory = open('~/bin');
    refuseLinks(directory);
    const path = place(directory);
    directory.undo();
    directory.close();
    expect(readlinkSync(path)).toBe('../elsewhere');
    expect(readFileSync(path, 'utf8')).toBe('old');
  });

  it('takes the binary in the place of a link that leads nowhere', () => {
    mkdirSync(join(home, 'bin'));
    symlinkSync('nowhere', join(home, 'bin/vault'));
    const directory = open('~/bin');
    refuseLinks(directory);
    expect(readFileSync(place(directory), 'utf8')).toBe('new');
    directory.close();
    expect(readdirSync(join(home, 'bin'))).toEqual(['vault']);
  });

  it('keeps what another run has put there since', () => {
    const directory = open();
    const path = place(directory);
    const other = open();
    place(other);
    other.close();
    directory.undo();
    directory.close();
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  it('loses what a killed run left, and neither a fresh one nor a stranger', () => {
    mkdirSync(join(home, 'bin'));
    const make = (name: string, hours: number): void => {
      mkdirSync(join(home, 'bin', name));
      writeFileSync(join(home, 'bin', name, 'archive'), '');
      const time = new Date(Date.now() - hours * 3_600_000);
      utimesSync(join(home, 'bin', name), time, time);
    };
    make('.vault-oidc-aBc123', 3);
    make('.vault-oidc-aBc124', 1);
    make('.vault-oidc-own-notes', 3);
    open('~/bin').close();
    expect(readdirSync(join(home, 'bin'))).toEqual(['.vault-oidc-aBc124', '.vault-oidc-own-notes']);
  });

  it('is named where the system refuses a file in it, and in no other failure', async () => {
    const directory = open();
    const refused = Object.assign(new Error(), { code: 'ENOSPC' });
    const failed = await directory.guard(Promise.reject(refused)).catch((error: unknown) => error);
    expect(failed).toMatchObject({
      failures: [
        { code: 'INSTALL_DIRECTORY_UNUSABLE', what: expect.stringContaining(`${home}/a/b`) },
      ],
    });
    for (const code of ['Z_DATA_ERROR', 'ERR_STREAM_PREMATURE_CLOSE']) {
      const other = Object.assign(new Error(), { code });
      await expect(directory.guard(Promise.reject(other))).rejects.toBe(other);
    }
    directory.close();
  });
});
