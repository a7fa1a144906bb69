import { exitStatuses, type Failure } from '../failure.ts';

/** The codes that install-vault alone tells, and the exit status each ends the step with. */
export const installFailureCodes = {
  PLATFORM_UNSUPPORTED: exitStatuses.wrongInput,
  RELEASE_UNKNOWN: exitStatuses.wrongInput,
  RELEASE_MISSING: exitStatuses.wrongInput,
  DOWNLOAD_FAILED: exitStatuses.network,
  INSTALL_DIRECTORY_UNUSABLE: exitStatuses.localFile,
  ARCHIVE_UNPROVABLE: exitStatuses.unproved,
  ARCHIVE_NOT_PROVED: exitStatuses.unproved,
  ARCHIVE_UNUSABLE: exitStatuses.unproved,
  PROGRAM_UNUSABLE: exitStatuses.unproved,
} as const;

export type InstallFailureCode = keyof typeof installFailureCodes;

/** Makes a failure of install-vault; the exit status follows from the code. */
export function describeInstallFailure(
  code: InstallFailureCode,
  parts: Pick<Failure, 'what' | 'why' | 'next'>,
): Failure {
  return { code, ...parts, status: installFailureCodes[code] };
}
