/** Exit statuses of the helper; what each stands for is part of the contract with users. */
export const exitStatuses = {
  wrongInput: 2,
  loginRefused: 3,
  secretUnavailable: 4,
  network: 5,
  badAnswer: 6,
  localFile: 7,
  unproved: 8,
  ownFault: 70,
} as const;

/** What each exit status tells the reader of a red job; Markdown. */
export const exitStatusMeanings: Readonly<Record<keyof typeof exitStatuses, string>> = {
  wrongInput: 'a parameter, a reference or a name is wrong',
  loginRefused: 'there is no OIDC token, or Vault refused the log-in',
  secretUnavailable: 'a secret is missing or forbidden',
  network: 'a server was not reached: network, TLS, redirect or time-out',
  badAnswer: 'what came back is no answer of Vault, or cannot be a variable',
  localFile: 'a file of the job could not be used; it is as it was',
  unproved: 'what was downloaded could not be proved, or holds what it should not; it was not used',
  ownFault: 'a fault of this orb: please report it',
};

/** Every failure code and the exit status it ends the step with. */
export const failureCodes = {
  PARAMETER_INVALID: exitStatuses.wrongInput,
  REFERENCE_INVALID: exitStatuses.wrongInput,
  NAME_INVALID: exitStatuses.wrongInput,
  NAME_REFUSED: exitStatuses.wrongInput,
  NAME_TAKEN: exitStatuses.wrongInput,
  VALUE_TOO_LONG: exitStatuses.wrongInput,
  VALUE_NOT_DECODABLE: exitStatuses.wrongInput,
  VERSION_UNSUPPORTED: exitStatuses.wrongInput,
  TOKEN_MISSING: exitStatuses.loginRefused,
  TOKEN_MALFORMED: exitStatuses.loginRefused,
  LOGIN_REFUSED: exitStatuses.loginRefused,
  LOGIN_DENIED: exitStatuses.loginRefused,
  LOGIN_AUDIENCE_UNBOUND: exitStatuses.loginRefused,
  LOGIN_AUDIENCE_REFUSED: exitStatuses.loginRefused,
  LOGIN_ISSUER_REFUSED: exitStatuses.loginRefused,
  LOGIN_TIME_REFUSED: exitStatuses.loginRefused,
  LOGIN_CLAIMS_REFUSED: exitStatuses.loginRefused,
  LOGIN_SIGNATURE_REFUSED: exitStatuses.loginRefused,
  LOGIN_ROLE_WRONG: exitStatuses.loginRefused,
  LOGIN_METHOD_WRONG: exitStatuses.loginRefused,
  LOGIN_KEYS_UNREACHABLE: exitStatuses.loginRefused,
  LOGIN_UNSUPPORTED: exitStatuses.loginRefused,
  SECRET_MISSING: exitStatuses.secretUnavailable,
  SECRET_DELETED: exitStatuses.secretUnavailable,
  SECRET_FORBIDDEN: exitStatuses.secretUnavailable,
  KEY_MISSING: exitStatuses.secretUnavailable,
  VAULT_UNREACHABLE: exitStatuses.network,
  VAULT_UNAVAILABLE: exitStatuses.network,
  TLS_FAILED: exitStatuses.network,
  PROXY_REFUSED: exitStatuses.network,
  TIMED_OUT: exitStatuses.network,
  REDIRECT_REFUSED: exitStatuses.network,
  ANSWER_UNREADABLE: exitStatuses.badAnswer,
  ANSWER_UNEXPECTED: exitStatuses.badAnswer,
  ANSWER_TOO_LARGE: exitStatuses.badAnswer,
  VALUE_NOT_TEXT: exitStatuses.badAnswer,
  BASH_ENV_UNUSABLE: exitStatuses.localFile,
  BASH_ENV_NOT_WRITTEN: exitStatuses.localFile,
  READ_BACK_DIFFERS: exitStatuses.localFile,
  SESSION_UNUSABLE: exitStatuses.localFile,
  OUTPUT_CLOSED: exitStatuses.localFile,
  INTERNAL_FAULT: exitStatuses.ownFault,
} as const;

export type FailureCode = keyof typeof failureCodes;

/** What went wrong, told so that the reader can act on it. No part may hold a secret. */
export interface Failure {
  /** A `FailureCode`, or one of those that the installer or the command line has beside them. */
  readonly code: Uppercase<string>;
  /** What happened, one sentence. */
  readonly what: string;
  /** Why it happened, as far as it is known. */
  readonly why: string;
  /** What to do next, one action each; at least one. */
  readonly next: readonly [string, ...string[]];
  /** The exit status of the step. */
  readonly status: number;
}

/** Makes a failure; the exit status follows from the code. */
export function describeFailure(
  code: FailureCode,
  parts: Pick<Failure, 'what' | 'why' | 'next'>,
): Failure {
  return { code, ...parts, status: failureCodes[code] };
}

/** Tells a failure from what a function gives otherwise. */
export function isFailure(value: unknown): value is Failure {
  return typeof value === 'object' && value !== null && 'code' in value && 'status' in value;
}

/** Carries failures, at least one, to the one place that prints them. Its message holds codes alone. */
export class Failed extends Error {
  readonly failures: readonly Failure[];

  constructor(failures: readonly Failure[]) {
    super(failures.map(({ code }) => code).join(', '));
    this.failures = failures;
  }
}

/** Throws every failure of the list together; does nothing when there is none. */
export function throwFailures(failures: readonly Failure[]): void {
  if (failures.length > 0) throw new Failed(failures);
}
