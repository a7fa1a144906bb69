import { exitStatuses, type FailureCode, failureCodes } from '../../../src/core/failure.ts';

/** The codes of the launcher, which runs before the helper does, and their exit statuses. */
const launcherCodes = { HELPER_DAMAGED: exitStatuses.ownFault, NODE_MISSING: 127 } as const;

/** Every code that a step can tell. */
export type ToldCode = FailureCode | keyof typeof launcherCodes;

/** The exit status of the step, by code. */
export const toldCodes: Readonly<Record<ToldCode, number>> = { ...failureCodes, ...launcherCodes };

/** What lies behind a code and what mends it, for whoever has a red job before them; Markdown. */
export interface FailureCause {
  readonly cause: string;
  readonly remedy: string;
}

/** The causes of some codes. */
export type FailureCauses = Readonly<Partial<Record<ToldCode, FailureCause>>>;
