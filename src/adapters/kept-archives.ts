import { createHash } from 'node:crypto';
import { constants, createReadStream, createWriteStream, lstatSync } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Environment } from '../core/expansion.ts';
import { explainDeadline } from '../core/explain-deadline.ts';
import { Failed } from '../core/failure.ts';
import { mostUnpackedBytes } from '../core/releases/archive-entries.ts';
import type { KeptArchives } from '../install-ports.ts';

/**
 * The archives in `~/.cache/vault-oidc/archives`, which the orb's cache steps carry from
 * job to job; `ending` ends the work on one.
 */
export function createKeptArchives(environment: Environment, ending: AbortSignal): KeptArchives {
  const own = join(environment['HOME'] || homedir(), '.cache', 'vault-oidc');
  const directory = join(own, 'archives');
  const isOurs = (): boolean => [own, directory].every(isNoLink);
  const locate = (name: string): string => join(directory, name);
  return {
    take: async (name, path, sha256) => {
      const kept = isOurs() ? await openKept(locate(name)) : undefined;
      if (kept === undefined) return 'none';
      try {
        if ((await copyAndHash(kept, path, ending)) === sha256) return 'proved';
      } finally {
        await kept.close();
      }
      await rm(path, { force: true });
      return 'other';
    },
    keep: async (name, path) => {
      if (!isOurs()) return;
      const half = locate(`${name}.${process.pid}`);
      try {
        await mkdir(directory, { recursive: true, mode: 0o700 });
        await rm(half, { force: true });
        const content = createReadStream(path);
        await pipeline(content, createWriteStream(half, fresh), { signal: ending });
        await rename(half, locate(name));
      } catch {
        await rm(half, { force: true }).catch(() => undefined);
      }
    },
    forget: async (name) => {
      if (isOurs()) await rm(locate(name), { force: true }).catch(() => undefined);
    },
  };
}

const fresh = { flags: 'wx', mode: 0o600 } as const;

/** A cache that was restored may hold a link, which would lead to files of others. */
function isNoLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true;
}

/** What the cache holds is a stranger's: a FIFO must not hold the step, nor a link lead elsewhere. */
async function openKept(path: string): Promise<FileHandle | undefined> {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  try {
    return await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch {
    return undefined;
  }
}

/** SHA-256 of what was copied; undefined for what is no archive, or could not be copied. */
async function copyAndHash(
  kept: FileHandle,
  path: string,
  ending: AbortSignal,
): Promise<string | undefined> {
  const status = await kept.stat();
  if (!status.isFile() || status.size > mostUnpackedBytes) return undefined;
  const hash = createHash('sha256');
  // It may grow meanwhile.
  const content = kept.createReadStream({ autoClose: false, end: mostUnpackedBytes });
  const noteParts = async function* (parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const part of parts) {
      hash.update(part);
      yield part;
    }
  };
  try {
    await pipeline(content, noteParts, createWriteStream(path, fresh), { signal: ending });
    return hash.digest('hex');
  } catch {
    if (!ending.aborted) return undefined;
    throw new Failed([explainDeadline('the archive of an earlier job was read')]);
  }
}
