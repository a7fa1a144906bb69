import type { FailureCode } from '../../../src/core/failure.ts';
import type { Fault } from '../faulty-server.ts';
import type { JobWish } from '../vault-jobs.ts';

/**
 * What meets the requests of an API path: a fault each of them, a list one each
 * in turn. The real server answers the others.
 */
export type Faults = Readonly<Record<string, Fault | readonly Fault[]>>;

/** What a job meets. */
export interface Encounter {
  /** Reads on from the group's title. */
  readonly title: string;
  readonly faults?: Faults;
  /** What to load; left out, `key` of `secret/data/app`. */
  readonly secrets?: string;
  readonly parameters?: object;
  readonly environment?: JobWish['environment'];
  /** The step is killed after this time, which then is no exit status at all. */
  readonly stepTimeoutMs?: number;
}

/** A fault that ends the step. */
export interface FaultCase extends Encounter {
  readonly status: number;
  readonly code: FailureCode;
  /** Texts that the reader is told. */
  readonly words: readonly string[];
  /** How many requests the server sees, a revocation not counted; left out, any number. */
  readonly requests?: number | undefined;
  /** Texts of the parameters that no output may hold. */
  readonly canaries?: readonly string[];
}

/** A fault that passes, or that does not matter. */
export interface PassingCase extends Encounter {
  /** What the step hands over; left out, the one value there is. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The API paths that the server is asked for. */
  readonly requests: readonly string[];
}

/** The API path of the log-in. */
export const login = 'auth/jwt/login';

/** The API path of the secret that a case loads when it says nothing of it. */
export const read = 'secret/data/app';

/** The API path of the revocation. */
export const revocation = 'auth/token/revoke-self';

/** The value of that secret's `key`. */
export const key = 'found-after-all';
