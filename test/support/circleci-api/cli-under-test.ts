import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findCli, type Generation } from '../../../scripts/circleci-cli/circleci-cli.ts';
import { Refused } from '../../../scripts/refusal.ts';
import { type CliCall, makeStandInCli } from './stand-in-cli.ts';

/** A program "circleci" that a test drives. */
export interface CliUnderTest extends Disposable {
  /** A PATH that finds it first. */
  readonly path: string;
  /** Its calls, oldest first; undefined for the official program, which keeps none. */
  listCalls(): readonly CliCall[] | undefined;
}

/** A name for a test's title, the generation, and a way to have the program. */
export interface CliChoice {
  readonly title: string;
  readonly generation: Generation;
  make(): Promise<CliUnderTest>;
}

const ownPath = process.env['PATH'] ?? '';

/** The stand-ins of both generations, and the official program where the PATH has one. */
export async function listClis(): Promise<CliChoice[]> {
  const official = await findOfficialGeneration();
  const standIns = (['0.1', '1.x'] as const).map((generation) => ({
    title: `a stand-in for the CLI ${generation}`,
    generation,
    make: async () => {
      const standIn = await makeStandInCli(generation);
      return { ...standIn, path: standIn.directory + delimiter + ownPath };
    },
  }));
  if (official === undefined) return standIns;
  const make = async () => ({ path: ownPath, listCalls: () => undefined, ...nothingToRemove });
  return [...standIns, { title: `the official CLI ${official}`, generation: official, make }];
}

const nothingToRemove = { [Symbol.dispose]: () => undefined };

async function findOfficialGeneration(): Promise<Generation | undefined> {
  const home = mkdtempSync(join(tmpdir(), 'vault-oidc-cli-'));
  const access = { host: 'http://127.0.0.1:9', token: undefined };
  try {
    return (await findCli({ PATH: ownPath }, access, home)).generation;
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
