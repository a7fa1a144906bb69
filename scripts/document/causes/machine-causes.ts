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
    cause:
      'The image of the job has no Node 18 or newer, and the orb cannot bring one: there is no build for the machine, or a tool is missing, or a system with musl lets the user install nothing, or the Node that came does not run there.',
    remedy:
      'Use an image that has it, such as `cimg/node:lts`, or install Node, or the missing tool, in an earlier step.',
  },
  NODE_NOT_FETCHED: {
    cause:
      'The job has no Node 18 or newer, and nodejs.org or the mirror did not send one, or not within four minutes, or over 200 MB, or showed a certificate that curl does not trust.',
    remedy:
      'Let the executor reach it, give `HTTPS_PROXY`, or name a mirror as `node_url`. Where a company signs the certificates, let `CURL_CA_BUNDLE` or `SSL_CERT_FILE` name its authority; `ca_certificate` and `NODE_EXTRA_CA_CERTS` do not reach curl. Or use an image that has Node.',
  },
  NODE_NOT_KEPT: {
    cause:
      'The job has no Node 18 or newer, and there is no directory that the user alone may write to and run programs from, or no room for one. The message names those that were tried; each has to be an absolute path.',
    remedy:
      'Free the disk, or let `XDG_CACHE_HOME` name a directory of the user with 200 MB of room that is not mounted `noexec`; or use an image that has Node.',
  },
  NODE_NOT_PROVED: {
    cause:
      'What came in the place of Node has another SHA-256 than the orb knows: a page of a proxy, a mirror with other files, or an attack. It was not run, and not kept.',
    remedy: 'Look at what the address in the message gives; use an image that has Node.',
  },
} as const satisfies FailureCauses;
