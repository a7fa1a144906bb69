import { Command, Option as CommanderOption } from 'commander';
import { watchForEnd } from './adapters/command-end.ts';
import { createTerminal } from './adapters/terminal.ts';
import type { CliCommand, Surroundings } from './cli/cli-command.ts';
import { cliCommands } from './cli/commands.ts';
import { describeFailure, Failed } from './core/failure.ts';
import type { GivenOptions, Option } from './inputs/option.ts';
import { version } from './version.ts';

/** Runs the command line; gives the exit status. */
async function main(process: NodeJS.Process): Promise<number> {
  const program = new Command('vault-oidc')
    .description(
      "Lets CircleCI jobs read Vault's secrets, from both sides: see each command's help.",
    )
    .version(version)
    .showHelpAfterError('(vault-oidc --help tells the commands and options)')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();
  // Help that nobody reads to its end, as with "| head", is no fault.
  process.stdout.on('error', () => undefined);
  let status = 0;
  for (const command of cliCommands) {
    addCommand(program, command).action(async (_options: unknown, parsed: Command) => {
      status = await runCommand(command, collectGiven(command, parsed), process);
    });
  }
  try {
    await program.parseAsync(process.argv);
  } catch (error) {
    // commander has printed what was wrong, or the help or version that was asked for.
    if (!isCommanderError(error)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
  return status;
}

function addCommand(program: Command, { name, summary, options, examples }: CliCommand): Command {
  const added = program.command(name).description(summary).exitOverride();
  for (const [option, facts] of Object.entries(options)) added.addOption(makeOption(option, facts));
  const lines = examples.map(([line, meaning]) => `  ${meaning}:\n    $ ${line}`);
  return added.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}

function makeOption(name: string, facts: Option<unknown>): CommanderOption {
  const { placeholder, isRepeatable, variable, default: fallback } = facts;
  const notes = [
    ...(isRepeatable ? ['may be given several times'] : []),
    ...(variable === undefined ? [] : [`or ${variable}`]),
    ...(fallback === undefined || fallback === '' ? [] : [`default: ${fallback}`]),
  ];
  const value = placeholder === undefined ? '' : ` <${placeholder}>`;
  const note = notes.length === 0 ? '' : ` (${notes.join('; ')})`;
  const option = new CommanderOption(`--${name}${value}`, facts.description + note);
  return isRepeatable
    ? option.argParser((text: string, earlier: readonly string[] = []) => [...earlier, text])
    : option;
}

/** What was given on the command line, and nothing that commander adds. */
function collectGiven({ options }: CliCommand, parsed: Command): GivenOptions {
  const values: Readonly<Record<string, unknown>> = parsed.opts();
  return Object.fromEntries(
    Object.keys(options).map((name) => {
      const value = values[new CommanderOption(`--${name}`).attributeName()];
      return [name, value === undefined ? undefined : [value].flat().map(String)];
    }),
  );
}

async function runCommand(
  command: CliCommand,
  given: GivenOptions,
  process: NodeJS.Process,
): Promise<number> {
  const wantsJson = given['json'] !== undefined || given['as'] !== undefined;
  const { terminal, report } = createTerminal(process, process.env, wantsJson);
  const end = watchForEnd(process, report);
  const surroundings: Surroundings = {
    environment: process.env,
    terminal,
    report,
    end,
    clock: { now: () => Date.now() },
    directory: process.cwd(),
  };
  try {
    return await command.run(given, surroundings);
  } catch (error) {
    const { failures } = toFailed(end.error ?? error);
    report.fail(failures);
    if (given['json'] !== undefined) terminal.print(JSON.stringify({ failures }, undefined, 2));
    return end.signalStatus ?? failures[0]?.status ?? 70;
  }
}

function toFailed(error: unknown): Failed {
  if (error instanceof Failed) return error;
  const kind = error instanceof Error ? error.name : typeof error;
  return new Failed([
    describeFailure('INTERNAL_FAULT', {
      what: 'This program has a fault of its own.',
      why: `an unexpected ${kind}`,
      next: ['report it to the maintainers, with the command line'],
    }),
  ]);
}

function isCommanderError(error: unknown): error is { readonly exitCode: number } {
  return error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number';
}

process.exitCode = await main(process);
