import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeptArchives } from '../../../src/adapters/kept-archives.ts';

let home: string;
let kept: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'vault-oidc-home-'));
  kept = join(home, '.cache/vault-oidc/archives');
  mkdirSync(kept, { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true }));

const name = 'vault.zip';
const sha256 = createHash('sha256').update('archive').digest('hex');

async function take(digest = sha256, ending = new AbortController().signal) {
  const path = join(home, 'copy');
  const taken = await createKeptArchives({ HOME: home }, ending).take(name, path, digest);
  return { taken, isCopied: existsSync(path) };
}

describe('a kept archive', () => {
  it('is copied when it has the digest', async () => {
    writeFileSync(join(kept, name), 'archive');
    expect(await take()).toEqual({ taken: 'proved', isCopied: true });
  });

  it('leaves no copy when it has not', async () => {
    writeFileSync(join(kept, name), 'another');
    expect(await take()).toEqual({ taken: 'other', isCopied: false });
  });

  it('is none when there is none, and none when it is a link', async () => {
    expect(await take()).toEqual({ taken: 'none', isCopied: false });
    writeFileSync(join(home, 'elsewhere'), 'archive');
    symlinkSync(join(home, 'elsewhere'), join(kept, name));
    expect(await take()).toEqual({ taken: 'none', isCopied: false });
  });

  it.each(['.cache/vault-oidc', '.cache/vault-oidc/archives'])(
    'is neither taken, kept nor removed where %s is a link',
    async (linked) => {
      const elsewhere = join(home, 'elsewhere');
      writeFileSync(join(kept, name), 'archive');
      renameSync(join(home, linked), elsewhere);
      symlinkSync(elsewhere, join(home, linked));
      expect(await take()).toEqual({ taken: 'none', isCopied: false });
      const archives = createKeptArchives({ HOME: home }, new AbortController().signal);
      writeFileSync(join(home, 'new'), 'new');
      await archives.keep('other.zip', join(home, 'new'));
      await archives.forget(name);
      expect(readdirSync(kept)).toEqual([name]);
    },
  );

  it('of over 1 GiB is not even read', async () => {
    writeFileSync(join(kept, name), '');
    truncateSync(join(kept, name), 2 ** 30 + 1);
    const ofThisMany = '6d9bfe50425f2dfe4e2ac07efee1f0bc9d567348ad4aed62704ffe6f5884e9a8';
    expect(await take(ofThisMany)).toEqual({ taken: 'other', isCopied: false });
  });

  it('is a plain file: a FIFO is not one that is empty', async () => {
    execFileSync('mkfifo', [join(kept, name)]);
    const ofNothing = createHash('sha256').digest('hex');
    expect(await take(ofNothing)).toEqual({ taken: 'other', isCopied: false });
  });

  it('is not waited for when the time is up', async () => {
    writeFileSync(join(kept, name), 'archive');
    await expect(take(sha256, AbortSignal.abort())).rejects.toThrow('TIMED_OUT');
  });

  it('is there for later jobs, in the place of what a killed run left', async () => {
    writeFileSync(join(home, 'proved'), 'archive');
    writeFileSync(join(kept, `${name}.${process.pid}`), 'half');
    const keptArchives = createKeptArchives({ HOME: home }, new AbortController().signal);
    await keptArchives.keep(name, join(home, 'proved'));
    expect(await take()).toEqual({ taken: 'proved', isCopied: true });
  });
});
