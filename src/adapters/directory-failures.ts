import type { Failure } from '../core/failure.ts';
import { describeInstallFailure } from '../core/releases/install-failures.ts';
import { readErrorCode } from './network-error-code.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no room left',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'there is a file of that name',
  EISDIR: 'a directory has the name of the binary',
};

/** Whether the system itself said no, in POSIX's words (<errno.h>), as a library does not. */
export function isSystemError(error: unknown): boolean {
  return /^E[A-Z0-9]+$/.test(readErrorCode(error));
}

/** Why nothing can be put into a directory; `error` is what the system said. */
export function describeUnusableDirectory(directory: string, error: unknown): Failure {
  const code = readErrorCode(error);
  return describeInstallFailure('INSTALL_DIRECTORY_UNUSABLE', {
    what: `Nothing can be put into ${directory}.`,
    why: `${reasons[code] ?? 'the system refused'} (${code})`,
    next: [
      code === 'ENOSPC' || code === 'EDQUOT'
        ? 'free the disk: the archive and the binary need up to 1 GB together'
        : 'give install_dir: a directory that the user of the job may write to',
    ],
  });
}
