import { type CommandName, commandInputs, inputDescriptions } from './commands.ts';
import type { Inputs } from './input.ts';

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
export function listParameters(command: CommandName): CommandParameter[] {
  const descriptions: Readonly<Record<string, string>> = inputDescriptions[command];
  const inputs: Inputs = commandInputs[command];
  return Object.entries(inputs)
    .filter(([, { variable }]) => variable === undefined)
    .map(([name, { default: fallback }]) => ({
      name,
      type: typeof fallback === 'boolean' ? 'boolean' : 'string',
      default: fallback,
      description: descriptions[name] ?? '',
    }));
}
