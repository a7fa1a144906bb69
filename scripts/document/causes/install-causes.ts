import type { FailureCauses } from './failure-cause.ts';

/** What keeps `install-vault` from installing anything. */
export const installCauses = {
  PLATFORM_UNSUPPORTED: {
    cause: 'Neither product is released for the machine of the job.',
    remedy: 'Use an executor with Linux or macOS on amd64 or arm64, or Windows on amd64.',
  },
  RELEASE_UNKNOWN: {
    cause:
      'A part of a version, or `latest`, stands for the newest release that this orb knows the digest of, and it knows none that fits.',
    remedy:
      'Write the whole version, for OpenBao and for Windows with its `sha256`; or use a newer version of the orb.',
  },
  RELEASE_MISSING: {
    cause: 'The server has no such release for this platform, or a mirror has other directories.',
    remedy:
      'Check `version`; below `release_url` the files must lie as they lie below the original.',
  },
  DOWNLOAD_FAILED: {
    cause: 'The server was not reached, refused, or broke off again and again.',
    remedy:
      'Check that the executor may reach it; give a mirror as `release_url`, or a proxy as `HTTPS_PROXY`.',
  },
  INSTALL_DIRECTORY_UNUSABLE: {
    cause: 'The directory could not be made or written to, or the disk is full.',
    remedy: 'Give a directory of the user of the job as `install_dir`, or free the disk.',
  },
  ARCHIVE_UNPROVABLE: {
    cause:
      'The orb does not know the digest of that version, the step does not give it, and the signature of the release could not be checked: `gpgv`, the signature or the key is missing.',
    remedy:
      "Give `sha256`, from the maker's signed list: of OpenBao the orb knows no digest and no key so far. For Vault, install `gnupg` (`gpgv`) in an earlier step, or use a version that the orb knows.",
  },
  ARCHIVE_NOT_PROVED: {
    cause:
      'What was downloaded is not what its digest or its signature says: it was changed or cut on the way, or `sha256` belongs to another archive. It was not opened.',
    remedy:
      'Look for a mirror, proxy or cache between that changes files. If there is none, report it to the makers of the archive.',
  },
  ARCHIVE_UNUSABLE: {
    cause:
      'The archive has the expected digest, but holds what no release holds: a link, a name that leads out of it, the binary twice, or over 1 GiB.',
    remedy: 'Check where `sha256` comes from, and how the mirror packs its archives.',
  },
  PROGRAM_UNUSABLE: {
    cause:
      'The binary of the archive does not run on this machine, or says another version than the wanted one.',
    remedy:
      'Check `sha256` and `release_url`; see whether `install_dir` lies where programs may not run.',
  },
} as const satisfies FailureCauses;
