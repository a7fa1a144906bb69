import { type CommandLine, readCommandLine, refuseCommandLine } from '../command-line.ts';

/** What the command line asks for; a text that was left out is empty. */
export interface Wish {
  readonly namespace: string;
  readonly version: string;
  /** Print the plan and publish nothing. */
  readonly isDryRun: boolean;
}

const text = { type: 'string', default: '' } as const;

/** Reads the arguments; throws `Refused` for one that `usage` does not know, or that npm has kept. */
export function readWish(
  { args, environment, usage }: Omit<CommandLine<Record<string, never>>, 'options'>,
  names: readonly ('namespace' | 'version')[],
): Wish {
  const { values, positionals } = readCommandLine({
    args,
    environment,
    options: {
      ...Object.fromEntries(names.map((name) => [name, text])),
      'dry-run': { type: 'boolean', default: false },
    },
    usage,
  });
  if (positionals.length > 0) throw refuseCommandLine(`what is ${positionals.join(' ')}?`, usage);
  const { namespace, version } = { namespace: '', version: '', ...values };
  return {
    namespace: String(namespace),
    version: String(version),
    isDryRun: values['dry-run'] === true,
  };
}
