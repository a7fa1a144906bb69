import type { StandIns } from '../../test/support/runner/stand-ins.ts';

/** What a job that is tried meets. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string>>;
  readonly standIns: StandIns;
  /** What somebody ought to know of it, a line each. */
  readonly notes: readonly string[];
}
