import { type ParseArgsConfig, parseArgs } from 'node:util';
import { Refused } from './refusal.ts';

/** The command line of a script, and what it is called with. */
export interface CommandLine<Options extends NonNullable<ParseArgsConfig['options']>> {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly options: Options;
  /** How to call the script by npm. */
  readonly usage: string;
}

/**
 * Reads options and other arguments. Throws `Refused` for an option that is not known,
 * and for one that npm has kept, since no `--` was in front of it: the script does not
 * get that, and would do something else than what was asked for.
 */
export function readCommandLine<const Options extends NonNullable<ParseArgsConfig['options']>>({
  args,
  environment,
  options,
  usage,
}: CommandLine<Options>) {
  const kept = Object.keys(options).filter((name) => environment[nameKept(name)] !== undefined);
  if (kept.length > 0) {
    const names = kept.map((name) => `--${name}`).join(', ');
    throw refuseCommandLine(`npm took ${names} for its own: write -- in front of it`, usage);
  }
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw refuseCommandLine(error instanceof Error ? error.message : String(error), usage);
  }
}

/** What to throw for a command line that cannot be meant. */
export function refuseCommandLine(why: string, usage: string): Refused {
  return new Refused([{ what: 'The command line is wrong.', why, next: [`call it as  ${usage}`] }]);
}

/** The variable by which npm tells a script of an option of its own (npm, "Config"). */
function nameKept(option: string): string {
  return `npm_config_${option.replaceAll('-', '_')}`;
}
