import type { CommandEnd } from '../adapters/command-end.ts';
import type { Terminal } from '../administration-ports.ts';
import type { Environment } from '../core/expansion.ts';
import {
  type GivenOptions,
  type Options,
  type OptionValues,
  readOptions,
} from '../inputs/option.ts';
import type { Clock, Report } from '../ports.ts';

/** What a command of the command line finds around it. */
export interface Surroundings {
  readonly environment: Environment;
  readonly terminal: Terminal;
  readonly report: Report;
  readonly end: CommandEnd;
  readonly clock: Clock;
  /** The directory in which the program was called. */
  readonly directory: string;
}

/** A command as the program lists it. */
export interface CliCommand {
  readonly name: string;
  readonly summary: string;
  /** Whole command lines, each with what it does. */
  readonly examples: readonly (readonly [line: string, meaning: string])[];
  readonly options: Options;
  /** Gives the exit status; throws `Failed`, with every problem of the options at once. */
  run(given: GivenOptions, surroundings: Surroundings): Promise<number>;
}

/** Joins a command's facts and its work. */
export function defineCliCommand<Defined extends Options>(
  facts: Omit<CliCommand, 'options' | 'run'> & { readonly options: Defined },
  work: (values: OptionValues<Defined>, surroundings: Surroundings) => Promise<number>,
): CliCommand {
  return {
    ...facts,
    run: async (given, surroundings) =>
      work(readOptions(facts.options, given, surroundings.environment), surroundings),
  };
}
