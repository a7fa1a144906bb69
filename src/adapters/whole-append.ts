import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { describeFailure, Failed, type Failure } from '../core/failure.ts';

// Another process is hardly in the middle of a write so often.
const mostLooks = 10;

/**
 * Appends the text in one write, so that lines of another process cannot come
 * between. Before that `canFollow` is asked whether lines after what the file
 * holds would be run. Throws `Failed`; the file is then as it was. Never through
 * a link.
 */
export async function appendWhole(
  path: string,
  text: string,
  canFollow: (before: Buffer) => Promise<boolean>,
): Promise<void> {
  try {
    const { descriptor, isNew } = openForAppend(path);
    try {
      const status = fstatSync(descriptor);
      if (!status.isFile() || status.nlink > 1) throw new Failed([describeNotPlain(path)]);
      const joint = await findJoint(descriptor, path, canFollow);
      appendOrRestore(descriptor, Buffer.from(joint + text));
    } finally {
      if (isNew && fstatSync(descriptor).size === 0) unlinkSync(path);
      closeSync(descriptor);
    }
  } catch (error) {
    throw error instanceof Failed ? error : new Failed([describeUnwritten(path, error)]);
  }
}

/** What has to stand between the file's last line and new ones. */
async function findJoint(
  descriptor: number,
  path: string,
  canFollow: (before: Buffer) => Promise<boolean>,
): Promise<string> {
  for (let looks = 1; ; looks += 1) {
    const { size } = fstatSync(descriptor);
    const before = Buffer.alloc(size);
    readSync(descriptor, before, 0, size, 0);
    // The last line lacks its end where another tool's half-done write left it.
    const joint = size === 0 || before.at(-1) === 0x0a ? '' : '\n';
    const isFit = size === 0 || (await canFollow(Buffer.concat([before, Buffer.from(joint)])));
    // Another process may write meanwhile, and a reader may see half of it.
    const isSame = fstatSync(descriptor).size === size;
    // Among many who append, no look sees the last: what is fit so often will have to do.
    if (isFit && (isSame || looks === mostLooks)) return joint;
    if (isSame || looks === mostLooks) throw new Failed([describeBroken(path)]);
  }
}

function openForAppend(path: string): { descriptor: number; isNew: boolean } {
  const { O_RDWR, O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  // Not blocking: opening a FIFO must fail later, at the look at its kind, not hang.
  const flags = O_RDWR | O_APPEND | O_NOFOLLOW | O_NONBLOCK;
  try {
    return { descriptor: openSync(path, flags | O_CREAT | O_EXCL, 0o600), isNew: true };
  } catch (error) {
    if (readCode(error) !== 'EEXIST') throw error;
    return { descriptor: openSync(path, flags), isNew: false };
  }
}

function appendOrRestore(descriptor: number, bytes: Buffer): void {
  const { size } = fstatSync(descriptor);
  // It throws only when it wrote nothing.
  const written = writeSync(descriptor, bytes);
  if (written === bytes.length) return;
  // Only our own beginning is taken back; what another process appended stays.
  if (fstatSync(descriptor).size === size + written) ftruncateSync(descriptor, size);
  throw Object.assign(new Error(), { code: 'ENOSPC' });
}

function readCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
}

function describeNotPlain(path: string): Failure {
  return describeFailure('BASH_ENV_UNUSABLE', {
    what: `${path} is not a file of its own.`,
    why: 'it is a link, a directory or a device; writing there would put secrets elsewhere',
    next: ['let BASH_ENV name a plain file, or one that does not exist yet'],
  });
}

/** Nothing that is added to the file would be run. */
export function describeBroken(path: string): Failure {
  return describeFailure('BASH_ENV_UNUSABLE', {
    what: `What is added to ${path} would not be seen.`,
    why: 'an earlier step left an open quote, an error, a return, an exit or a read-only name in it',
    next: [
      `mend the step that writes to $BASH_ENV, until this prints "reached" and no error: bash -c 'eval "$(cat "$BASH_ENV"; echo echo reached)"'`,
    ],
  });
}

const fileReasons: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no room left',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOENT: 'its directory does not exist',
  EISDIR: 'it is a directory',
};

function describeUnwritten(path: string, error: unknown): Failure {
  const code = readCode(error);
  if (code === 'ELOOP') return describeNotPlain(path);
  return describeFailure('BASH_ENV_NOT_WRITTEN', {
    what: `${path} could not be written.`,
    why: `${fileReasons[code] ?? 'the system refused'} (${code}); the file is as it was`,
    next: ['make the place that BASH_ENV names writable for the user of the job'],
  });
}
