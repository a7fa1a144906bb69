import {
  array,
  type InferOutput,
  integer,
  number,
  object,
  parse,
  picklist,
  pipe,
  record,
  string,
} from 'valibot';
import { spreadSchema } from './statistics.ts';

/** The ways to get secrets, in the order in which they are shown. */
export const contenderNames = ['load-secrets', 'bao agent', 'curl + jq'] as const;
export type ContenderName = (typeof contenderNames)[number];

const count = pipe(number(), integer());

const costsSchema = object({
  repetitions: count,
  wallMs: spreadSchema,
  /** User and system time of all processes. */
  cpuMs: spreadSchema,
  /** The largest resident size of any one process, over all repetitions. */
  memoryMiB: number(),
});
export type Costs = InferOutput<typeof costsSchema>;

const measurementSchema = object({
  contender: picklist(contenderNames),
  /** Distinct paths, one variable from each. */
  paths: count,
  /** 0 for the server itself, without a proxy. */
  roundTripMs: count,
  ...costsSchema.entries,
  /** What the server's audit log holds of one run. */
  requests: count,
});
export type Measurement = InferOutput<typeof measurementSchema>;

const resultsSchema = object({
  /** Day of the run, UTC. */
  date: string(),
  machine: object({ cores: count, platform: string() }),
  /** By the name of the program. */
  versions: record(string(), string()),
  /** How times and memory were taken. */
  method: string(),
  /** What the agent has to have beside it. */
  serverBinaryBytes: count,
  /** A bare `node -e 0` in every round of every case: the unit of all that is claimed. */
  bareNode: costsSchema,
  /** Redaction of output with that many secrets, in megabytes (10^6 bytes) a second. */
  redactor: object({ secrets: count, forms: count, logLines: number(), nearMisses: number() }),
  /** Megabytes (10^6 bytes) that `install-vault` needs for an archive of that many. */
  installer: object({ archiveMegabytes: count, megabytes: number() }),
  /** The requests of `load-secrets` for one path, alone, on a warm connection to the server. */
  requestsAloneMs: spreadSchema,
  measurements: array(measurementSchema),
});

/** All that one run of the bench found. */
export type BenchResults = InferOutput<typeof resultsSchema>;

/** Reads `bench/results.json`; throws when it is not what the bench writes. */
export function parseResults(json: string): BenchResults {
  return parse(resultsSchema, JSON.parse(json));
}

/** The measurement of one case; throws when the bench did not take it. */
export function findMeasurement(
  { measurements }: Pick<BenchResults, 'measurements'>,
  contender: ContenderName,
  paths: number,
  roundTripMs: number,
): Measurement {
  const found = measurements.find(
    (one) => one.contender === contender && one.paths === paths && one.roundTripMs === roundTripMs,
  );
  if (found !== undefined) return found;
  throw new Error(`there is no measurement of ${contender}, ${paths} paths, ${roundTripMs} ms`);
}
