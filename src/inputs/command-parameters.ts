import type { Inputs } from './input.ts';
import { nodeUrl } from './node-url.ts';
import { type OrbCommandName, orbCommands } from './orb-commands.ts';

/** An input as the config author meets it: a parameter of an orb command. */
export interface CommandParameter {
  readonly name: string;
  readonly type: 'string' | 'boolean';
  /** Undefined for one that must be given. */
  readonly default: string | boolean | undefined;
  /** Markdown. */
  readonly description: string;
}

/** The parameters of a command, in the order in which they are shown. */
export function listParameters(command: OrbCommandName): CommandParameter[] {
  const { inputs, descriptions }: CommandInputs = orbCommands[command];
  const own = Object.entries(inputs)
    .filter(([, { variable }]) => variable === undefined)
    .map(
      ([name, { default: fallback }]): CommandParameter => ({
        name,
        type: typeof fallback === 'boolean' ? 'boolean' : 'string',
        default: fallback,
        description: descriptions[name] ?? '',
      }),
    );
  return [...own, nodeUrl];
}

interface CommandInputs {
  readonly inputs: Inputs;
  readonly descriptions: Readonly<Record<string, string>>;
}
