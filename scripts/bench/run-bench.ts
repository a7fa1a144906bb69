import { statSync } from 'node:fs';
import { startVaultJobs } from '../../test/support/vault-jobs.ts';
import { listBenchSecrets, storeBenchSecrets } from './bench-secrets.ts';
import { openDistances } from './distances.ts';
import { measureInstallerMemory } from './installer-memory.ts';
import { describeMachine, listVersions } from './machine.ts';
import { type BenchCase, mostPaths } from './plan.ts';
import { measureRedactor } from './redactor.ts';
import type { BenchResults } from './results.ts';
import { runRounds } from './rounds.ts';

const method =
  'Wall time is from the start of a process to its end; CPU time is user and system time of its ' +
  'whole tree; memory is the largest resident size of any one process in it. Python takes all ' +
  'three with wait4, so no memory figure is below its own, about 10 MiB.';

/** What a bench takes beside its cases, what ends it before its time, and who hears how far it is. */
export interface BenchOptions {
  /** Size of the archive that `install-vault` is measured with. */
  readonly archiveMegabytes: number;
  readonly signal: AbortSignal;
  readonly tell: (text: string) => void;
}

/** Measures the cases on a server of its own. Throws when a contender fails. */
export async function runBench(
  cases: readonly BenchCase[],
  { archiveMegabytes, signal, tell }: BenchOptions,
): Promise<BenchResults> {
  await using jobs = await startVaultJobs();
  const { server, issuer } = jobs;
  await storeBenchSecrets(server, listBenchSecrets(mostPaths));
  const roundTrips = cases.map(({ roundTripMs }) => roundTripMs);
  await using distances = await openDistances(server.address, roundTrips);
  const { addresses } = distances;
  const found = await runRounds(
    cases,
    { server, addresses, token: await issuer.sign(), signal },
    tell,
  );
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(),
    versions: listVersions(server.binary),
    method,
    serverBinaryBytes: statSync(server.binary).size,
    redactor: summarizeRedactor(),
    installer: await measureInstallerMemory(archiveMegabytes, signal),
    ...found,
  };
}

function summarizeRedactor(): BenchResults['redactor'] {
  const { secrets, forms, logLines, nearMisses } = measureRedactor();
  return { secrets, forms, logLines: logLines.median, nearMisses: nearMisses.median };
}
