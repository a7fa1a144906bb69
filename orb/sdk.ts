import sdk from '@circleci/circleci-config-sdk';
import type { CommandParameter } from '../src/inputs/command-parameters.ts';

// The one file that knows the SDK: it generates the parts, and knows no orb as a
// whole, nor descriptions of executors and jobs.

/** A `run` step (CircleCI configuration reference, "run"). */
export interface RunStep {
  readonly name: string;
  readonly command: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly when?: 'always' | 'on_success' | 'on_fail';
}

export interface CommandDefinition {
  readonly name: string;
  readonly description: string;
  readonly parameters: readonly CommandParameter[];
  readonly steps: readonly RunStep[];
}

/** The command as it stands below `commands:` in an orb, without its name. */
export function generateCommand(definition: CommandDefinition): object {
  const parameters = definition.parameters.map(
    ({ name, type, default: fallback, description }) =>
      new sdk.parameters.CustomParameter(name, type, fallback, description),
  );
  const command = new sdk.reusable.ReusableCommand(
    definition.name,
    definition.steps.map((step) => new sdk.commands.Run({ ...step })),
    new sdk.parameters.CustomParametersList(parameters),
    definition.description,
  );
  return command.generateContents();
}
