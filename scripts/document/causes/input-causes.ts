import type { FailureCauses } from './failure-cause.ts';

/** What is wrong with the step as it stands in the config. */
export const inputCauses = {
  PARAMETER_INVALID: {
    cause:
      'A parameter of the command holds what it cannot, or a variable that it names is not set in this job.',
    remedy:
      'Correct the parameter that the message names. If it names a variable such as `VAULT_ADDR`, add it to the project or to a context, and give the job that context.',
  },
  REFERENCE_INVALID: {
    cause:
      'A line of `secrets` is not of the form `<path> <key> | NAME`, or names a path that holds no secrets.',
    remedy:
      'Correct the line that the message names. Put a key with blanks or separators in quotes.',
  },
  NAME_INVALID: {
    cause: 'No shell can export a variable of that name.',
    remedy:
      'Write `| NAME` behind the key, with letters, digits and `_` alone and no digit in front; the message proposes one.',
  },
  NAME_REFUSED: {
    cause:
      'The name steers the shell, its programs or CircleCI itself (`PATH`, `LD_PRELOAD`, `CIRCLE_…`), and whoever may write the secret could take the job over with it.',
    remedy:
      'Choose another name behind `|`, and set the special variable from it in a step of your own if you must.',
  },
  NAME_TAKEN: {
    cause: 'Two references would set the same variable.',
    remedy:
      'Give one of the two another name behind `|`. With `*`, two keys may differ in signs that both become `_`.',
  },
  VALUE_TOO_LONG: {
    cause: 'Linux cannot hand a variable over 120 KiB, or that much in all, to a program.',
    remedy:
      'Load fewer or shorter values in one job, or fetch the long one with the `vault` CLI after `auth` and write it to a file.',
  },
  VALUE_NOT_DECODABLE: {
    cause:
      'The value is not in the encoding that `decode` names, or what it decodes to is not text.',
    remedy:
      'Take the option away if the value is stored plainly, or store it again in that encoding.',
  },
  VERSION_UNSUPPORTED: {
    cause: '`?version=N` pins a version, and the engine there keeps none: KV version 2 alone does.',
    remedy: 'Remove `?version=N`, or move the secret to KV version 2.',
  },
} as const satisfies FailureCauses;
