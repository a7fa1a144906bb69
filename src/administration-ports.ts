import type { CircleCiRefusal } from './core/circleci-context/explain-refusal.ts';
import type { ExecutorFacts } from './core/doctor/executor-rules.ts';
import type { ServerFacts } from './core/doctor/server-rules.ts';
import type { JsonObject } from './core/json.ts';
import type { Answered } from './ports.ts';

/**
 * One Vault or OpenBao server as its administrator works on it. A path is the API's,
 * encoded, without `v1/`. Every method throws `Failed` when no sensible answer came.
 */
export interface VaultAdministration {
  /** `GET <path>`: the answer's `data`, or the whole answer where it has none; undefined when nothing is there. */
  read(path: string): Promise<Answered<JsonObject | undefined>>;
  /** `POST <path>`, a secret in the body as what it holds: what came back, empty for nothing. */
  write(path: string, body: JsonObject): Promise<Answered<JsonObject>>;
  /** `GET <path>?list=true`: the keys below the path; none when nothing is there. */
  list(path: string): Promise<Answered<readonly string[]>>;
}

/** What CircleCI's API granted, or how it refused. */
export type CircleCiAnswer<Value> =
  | { readonly granted: true; readonly value: Value }
  | { readonly granted: false; readonly refusal: CircleCiRefusal };

/**
 * CircleCI's API v2, asked with a person's token. A path is below `/api/v2/`, encoded.
 * Every method throws `Failed` when no sensible answer came.
 */
export interface CircleCi {
  /** `GET <path>`. */
  read(path: string): Promise<CircleCiAnswer<JsonObject>>;
  /** `GET <path>`, every page: the items of all of them. */
  list(path: string): Promise<CircleCiAnswer<readonly JsonObject[]>>;
  /** `PUT <path>`, which may be sent twice. */
  put(path: string, body: JsonObject): Promise<CircleCiAnswer<JsonObject>>;
  /** `POST <path>`; it is sent again only where the first one was surely not taken. */
  post(path: string, body: JsonObject): Promise<CircleCiAnswer<JsonObject>>;
  /** `DELETE <path>`, which may be sent twice: the second is refused with 404. */
  remove(path: string): Promise<CircleCiAnswer<JsonObject>>;
}

/** Where a person or another program reads what a command found. */
export interface Terminal {
  /** Writes text to standard output as it is, known secrets replaced; a newline is added. */
  print(text: string): void;
  /** Whether somebody can be asked. */
  readonly isInteractive: boolean;
  /** Whether colour is wanted (no-color.org). */
  readonly hasColor: boolean;
}

/** A server as whoever has no token meets it; what is wrong with it is an answer. */
export interface ServerProbe {
  look(): Promise<ServerFacts>;
}

/** The machine of a job; what it lacks is an answer. */
export interface ExecutorProbe {
  look(): Promise<ExecutorFacts>;
}
