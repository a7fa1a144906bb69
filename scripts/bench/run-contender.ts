import type { VaultJobs } from '../../test/support/vault-jobs.ts';
import { listBenchSecrets } from './bench-secrets.ts';
import { contenders, prepareBareNode } from './contenders.ts';
import { measureProcess, type ProcessCost } from './measure-process.ts';
import type { ContenderName } from './results.ts';
import { expectLoaded, makeRunPlace, type RunPlace } from './run-place.ts';

/** The servers of a bench, and what ends it before its time. */
export interface BenchServers extends Pick<VaultJobs, 'server'> {
  /** The server's address by the round trip to it, in milliseconds. */
  readonly addresses: ReadonlyMap<number, string>;
  /** The job's OIDC token. */
  readonly token: string;
  readonly signal: AbortSignal;
}

/** What a contender is to do. */
export interface ContenderRun {
  readonly contender: ContenderName;
  /** How many distinct paths to read. */
  readonly paths: number;
  /** How far away the server is; one of the bench's distances. */
  readonly roundTripMs: number;
}

/** Runs a contender in a place of its own. Throws when it fails or a variable does not arrive. */
export async function runContender(
  { contender, paths, roundTripMs }: ContenderRun,
  servers: BenchServers,
): Promise<ProcessCost> {
  const secrets = listBenchSecrets(paths);
  using place = openPlace(roundTripMs, servers);
  const cost = await measureProcess(contenders[contender](secrets, place), servers.signal);
  expectLoaded(place, secrets);
  return cost;
}

/** Runs `node -e 0`, which has no use for the servers, where the contenders run. */
export async function runBareNode(servers: BenchServers): Promise<ProcessCost> {
  using place = openPlace(0, servers);
  return await measureProcess(prepareBareNode(place), servers.signal);
}

function openPlace(roundTripMs: number, { server, addresses, token }: BenchServers): RunPlace {
  const address = addresses.get(roundTripMs);
  if (address === undefined) throw new Error(`no server is ${roundTripMs} ms away`);
  return makeRunPlace({ address, token, binary: server.binary });
}

/** How many requests one run makes, as the server's audit log has them. */
export async function countRequests(run: ContenderRun, servers: BenchServers): Promise<number> {
  const before = servers.server.listRequests().length;
  await runContender(run, servers);
  return servers.server.listRequests().length - before;
}
