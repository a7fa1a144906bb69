import { exitStatuses, type Failure } from '../failure.ts';

/** Failure codes that the command line has beside those of the job's helper, and their exit statuses. */
export const administrationCodes = {
  WISH_REFUSED: exitStatuses.wrongInput,
  RESOURCE_IN_THE_WAY: exitStatuses.wrongInput,
  WRITE_REFUSED: exitStatuses.wrongInput,
  VAULT_TOKEN_REFUSED: exitStatuses.loginRefused,
  ADMINISTRATION_FORBIDDEN: exitStatuses.secretUnavailable,
  ISSUER_UNREACHABLE: exitStatuses.network,
  WRITE_NOT_KEPT: exitStatuses.badAnswer,
  SETUP_UNFINISHED: exitStatuses.badAnswer,
  POLICY_INEXPRESSIBLE: exitStatuses.wrongInput,
  TERRAFORM_INEXPRESSIBLE: exitStatuses.wrongInput,
  CONFIG_UNREADABLE: exitStatuses.localFile,
  TOKEN_FILE_UNREADABLE: exitStatuses.localFile,
  CONFIG_NOT_EDITABLE: exitStatuses.wrongInput,
  CONFIG_NOT_WRITTEN: exitStatuses.localFile,
  CIRCLECI_TOKEN_MISSING: exitStatuses.loginRefused,
  CIRCLECI_TOKEN_REFUSED: exitStatuses.loginRefused,
  CIRCLECI_FORBIDDEN: exitStatuses.secretUnavailable,
  CIRCLECI_NOT_FOUND: exitStatuses.secretUnavailable,
  CIRCLECI_REFUSED: exitStatuses.wrongInput,
  CIRCLECI_UNAVAILABLE: exitStatuses.network,
  CIRCLECI_ANSWER_UNEXPECTED: exitStatuses.badAnswer,
} as const;

export type AdministrationCode = keyof typeof administrationCodes;

/** Makes a failure of the command line; the exit status follows from the code. */
export function describeAdministrationFailure(
  code: AdministrationCode,
  parts: Pick<Failure, 'what' | 'why' | 'next'>,
): Failure {
  return { code, ...parts, status: administrationCodes[code] };
}
