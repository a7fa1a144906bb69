import { expect } from 'vitest';
import { expectFailure, expectNoCanary, readFailures } from '../expect-failure.ts';
import { type Fault, type FaultyServer, startFaultyServer } from '../faulty-server.ts';
import { type JobWish, loadSecrets, type VaultJobs } from '../vault-jobs.ts';
import {
  type Encounter,
  type FaultCase,
  type Faults,
  key,
  type PassingCase,
  read,
  revocation,
} from './fault-case.ts';

/** How the step's shell is started, and what it then prints itself. */
export interface StepShell {
  readonly shell: string;
  readonly prints: readonly string[];
}

/** The shell of CircleCI's Linux jobs. */
export const plainShell: StepShell = { shell: 'bash -eo pipefail', prints: [] };
/** The same with `set -x`. */
export const tracingShell: StepShell = { shell: 'bash -xeo pipefail', prints: ['+ set +eux'] };

// What Node and its libraries would print, if the launcher let them.
const talkative = { NODE_DEBUG: 'http,https,tls,net', DEBUG: '*' };

/** Runs a job that meets the fault, and asserts what its reader is told and what the server saw. */
export async function expectFault(
  jobs: VaultJobs,
  { status, code, words, requests, canaries = [], ...encounter }: FaultCase,
  { shell, prints }: StepShell = plainShell,
): Promise<void> {
  await using server = await startBetween(jobs, encounter.faults);
  const { told } = await expectFailure(
    jobs,
    { ...describeJob(encounter, server), shell },
    { status, codes: [code], canaries, shellLines: prints },
  );
  const texts = told.map(({ what, why, next }) => [what, why, ...next].join('\n')).join('\n');
  for (const text of words) expect(texts).toContain(text);
  const asked = server.paths.filter((path) => path !== revocation);
  if (requests !== undefined) expect(asked).toHaveLength(requests);
}

/** Runs a job that gets over the fault, and asserts what it loads and what the server saw. */
export async function expectPassing(
  jobs: VaultJobs,
  { variables = { APP_KEY: key }, requests, ...encounter }: PassingCase,
  { shell, prints }: StepShell = plainShell,
): Promise<void> {
  await using server = await startBetween(jobs, encounter.faults);
  const outcome = await jobs.run({ ...describeJob(encounter, server), shell });
  expectNoCanary(jobs, outcome);
  const { exitStatus, stderr } = outcome.step(0);
  const { told, rest } = readFailures(stderr);
  expect({ exitStatus, told, rest }).toEqual({ exitStatus: 0, told: [], rest: prints });
  expect(outcome.environment).toMatchObject(variables);
  expect(server.paths).toEqual(requests);
}

function describeJob(
  {
    secrets = `${read} key | APP_KEY`,
    parameters,
    environment,
    stepTimeoutMs = 30_000,
  }: Omit<Encounter, 'title'>,
  { address }: FaultyServer,
): JobWish {
  return {
    steps: [loadSecrets(secrets, parameters)],
    environment: { VAULT_ADDR: address, ...talkative, ...environment },
    stepTimeoutMs,
    bashEnv: '# of an earlier step, and without its end',
  };
}

function startBetween(jobs: VaultJobs, faults: Faults = {}): Promise<FaultyServer> {
  const waiting = new Map<string, Fault[]>();
  const findFault = (path: string): Fault | undefined => {
    const fault = faults[path];
    if (typeof fault === 'function') return fault;
    const left = waiting.get(path) ?? [...(fault ?? [])];
    waiting.set(path, left);
    return left.shift();
  };
  return startFaultyServer({ findFault, origin: jobs.server.address });
}
