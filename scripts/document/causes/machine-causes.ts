import type { FailureCauses } from './failure-cause.ts';

/** What is wrong with the job's files, its image or this orb. */
export const machineCauses = {
  BASH_ENV_UNUSABLE: {
    cause:
      'The file that hands variables to the later steps is a link or device, or an earlier step left text in it that bash cannot read to its end.',
    remedy:
      'Look at what earlier steps write to `$BASH_ENV`: an open quote or an `exit` there is enough.',
  },
  BASH_ENV_NOT_WRITTEN: {
    cause:
      'The file that `BASH_ENV` names could not be written: no directory, no permission, no room.',
    remedy: 'Free the disk, or remove what sets `BASH_ENV`, so that CircleCI sets it.',
  },
  READ_BACK_DIFFERS: {
    cause: 'bash did not read the values back as they were, so nothing was written.',
    remedy:
      'Look for a replaced `bash` on the PATH, or a `$BASH_ENV` that changes variables; report it if there is none.',
  },
  SESSION_UNUSABLE: {
    cause:
      'The session that `auth` kept for the later steps could have been read or changed by others, or is damaged.',
    remedy: 'Leave the file in `VAULT_OIDC_SESSION` alone between `auth` and `revoke`.',
  },
  OUTPUT_CLOSED: {
    cause: 'Something closed the output of the step, so that nobody could read what it tells.',
    remedy: 'Remove what redirects the output of all steps, such as an `exec` in `$BASH_ENV`.',
  },
  INTERNAL_FAULT: {
    cause: 'The orb did what it should not.',
    remedy: 'Report it to the maintainers, with the output of the step; it holds no secret.',
  },
  HELPER_DAMAGED: {
    cause:
      'The program that travels inside the orb did not arrive as it was built: something sets a variable that begins with `VAULT_OIDC_`.',
    remedy:
      'Look for such a variable in contexts, in the project and in `$BASH_ENV`, and remove it.',
  },
  NODE_MISSING: {
    cause: 'The image of the job has no Node 18 or newer.',
    remedy:
      'Use an image that has it, such as `cimg/node:lts`, or install Node in an earlier step.',
  },
} as const satisfies FailureCauses;
