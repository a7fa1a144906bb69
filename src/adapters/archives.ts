import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { explainDeadline } from '../core/explain-deadline.ts';
import { Failed, type Failure } from '../core/failure.ts';
import { describeInstallFailure } from '../core/releases/install-failures.ts';
import type { Archives } from '../install-ports.ts';
import { ArchiveProblem } from './archive-problem.ts';
import { isSystemError } from './directory-failures.ts';
import { readTarGz } from './tar-archive.ts';
import { readZip } from './zip-archive.ts';

/** Archives of both kinds; `ending` ends the work on one. */
export function createArchives(ending: AbortSignal): Archives {
  return {
    hash: async (path) => {
      const hash = createHash('sha256');
      try {
        await pipeline(createReadStream(path), hash, { signal: ending });
      } catch (error) {
        throw ending.aborted ? new Failed([explainDeadline('the archive was read')]) : error;
      }
      return hash.digest('hex');
    },
    unpackBinary: async (archive, { archive: name, archiveKind, binary }, path) => {
      const read = archiveKind === 'zip' ? readZip : readTarGz;
      try {
        const isFound = await read(archive, binary, (content) =>
          writeBinary(content, path, ending),
        );
        if (!isFound) throw new ArchiveProblem(`no entry of it is named ${binary}`);
      } catch (error) {
        if (error instanceof Failed || isSystemError(error)) throw error;
        throw new Failed([describeUnusable(name, error)]);
      }
    },
  };
}

/** Writes a new file that is whole on the disk, and may be run, when this is done. */
async function writeBinary(
  content: AsyncIterable<Uint8Array>,
  path: string,
  ending: AbortSignal,
): Promise<void> {
  const file = await open(path, 'wx', 0o700);
  try {
    // Both libraries give as many bytes as the entry says, or throw.
    for await (const chunk of content) {
      if (ending.aborted) throw new Failed([explainDeadline('the binary was unpacked')]);
      await file.writeFile(chunk);
    }
    await file.sync();
    await file.chmod(0o755);
  } finally {
    await file.close();
  }
}

function describeUnusable(archive: string, error: unknown): Failure {
  const why = error instanceof ArchiveProblem ? error.why : 'it is damaged, or of another kind';
  return describeInstallFailure('ARCHIVE_UNUSABLE', {
    what: `${archive} is not opened: it holds what no release holds.`,
    why: `${why}, although its SHA-256 is the expected one`,
    next: [
      'check where its SHA-256 comes from: a mirror that packs releases anew has to keep their form',
      'or report it to the maintainers of this orb, if the orb itself knows the SHA-256',
    ],
  });
}
