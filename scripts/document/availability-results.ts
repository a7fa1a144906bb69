import {
  array,
  boolean,
  type InferOutput,
  integer,
  number,
  object,
  parse,
  pipe,
  record,
  string,
} from 'valibot';

const count = pipe(number(), integer());

const helperEntries = {
  /** How many ran together, as far as the machine bears it. */
  atOnce: count,
  helpers: count,
  /** Those that ended with status 0 and the right values. */
  succeeded: count,
  /** How often a helper sent the request that it had to send most often. */
  tries: object({ mean: number(), max: count }),
};

const resultsSchema = object({
  /** Day of the run, UTC. */
  date: string(),
  machine: object({ cores: count, platform: string() }),
  /** By the name of the program. */
  versions: record(string(), string()),
  /** The leader of a cluster is killed while helpers come and go. */
  leaderLoss: object({
    servers: count,
    secondsWithoutLeader: number(),
    ...helperEntries,
    /** Those that ran while there was no leader; the tries are theirs. */
    metTheLoss: count,
    /** Tokens whose revocation got no answer in its two tries: they end with their lease. */
    tokensLeft: count,
    /** What came back, by status; `cut` for a connection that ended before. */
    answers: record(string(), count),
  }),
  /** More helpers log in together than the server allows in a second. */
  rateLimits: array(
    object({
      loginsPerSecond: count,
      /** Whether a refusal says when to come back. */
      hasRetryAfter: boolean(),
      ...helperEntries,
    }),
  ),
});

/** All that one run of `npm run test:availability` found. */
export type AvailabilityResults = InferOutput<typeof resultsSchema>;

/** Reads `test/availability/results.json`; throws when it is not what the run writes. */
export function parseAvailabilityResults(json: string): AvailabilityResults {
  return parse(resultsSchema, JSON.parse(json));
}
