import type { CliCommand } from './cli-command.ts';
import { context } from './context.ts';
import { doctor } from './doctor.ts';
import { init } from './init.ts';
import { setup } from './setup.ts';

/** The commands of the command line, in the order in which the help shows them. */
export const cliCommands: readonly CliCommand[] = [init, setup, context, doctor];
