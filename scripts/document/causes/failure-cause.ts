import { exitStatuses, type FailureCode, failureCodes } from '../../../src/core/failure.ts';
import {
  type InstallFailureCode,
  installFailureCodes,
} from '../../../src/core/releases/install-failures.ts';

/** The codes of what brings Node to a job without it, and their exit statuses. */
const fetchCodes = {
  NODE_NOT_FETCHED: exitStatuses.network,
  NODE_NOT_KEPT: exitStatuses.localFile,
  NODE_NOT_PROVED: exitStatuses.unproved,
} as const;

export type FetchFailureCode = keyof typeof fetchCodes;

/** The codes of the launcher, which runs before the helper does, and their exit statuses. */
const launcherCodes = {
  ...fetchCodes,
  HELPER_DAMAGED: exitStatuses.ownFault,
  NODE_MISSING: 127,
} as const;

/** Every code that a step can tell. */
export type ToldCode = FailureCode | InstallFailureCode | keyof typeof launcherCodes;

/** The exit status of the step, by code. */
export const toldCodes: Readonly<Record<ToldCode, number>> = {
  ...failureCodes,
  ...installFailureCodes,
  ...launcherCodes,
};

/** What lies behind a code and what mends it, for whoever has a red job before them; Markdown. */
export interface FailureCause {
  readonly cause: string;
  readonly remedy: string;
}

/** The causes of some codes. */
export type FailureCauses = Readonly<Partial<Record<ToldCode, FailureCause>>>;
