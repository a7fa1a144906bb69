import { listParameters } from '../../src/inputs/command-parameters.ts';
import { type CommandName, commandDescriptions } from '../../src/inputs/commands.ts';
import { nameInputVariable } from '../../src/inputs/input.ts';
import type { Payload } from '../payload.ts';
import type { CommandDefinition, RunStep } from '../sdk.ts';

/** A command's one step, beside what follows from its inputs. */
export interface HelperStep {
  /** The step's title in the job's page. */
  readonly title: string;
  /** Left out: run it when all steps before succeeded. */
  readonly when?: 'always';
}

/**
 * An orb command that runs the helper: parameters and helper travel in the
 * step's environment, so that no parameter is ever part of shell text.
 */
export function defineHelperCommand(
  name: CommandName,
  { title, when }: HelperStep,
  payload: Payload,
  launcher: string,
): CommandDefinition {
  const parameters = listParameters(name);
  const step: RunStep = {
    name: title,
    command: launcher,
    environment: {
      VAULT_OIDC_COMMAND: name,
      ...Object.fromEntries(
        parameters.map((input) => [
          nameInputVariable(input.name),
          `<< parameters.${input.name} >>`,
        ]),
      ),
      VAULT_OIDC_HELPER: payload.text,
      VAULT_OIDC_HELPER_SHA256: payload.sha256,
    },
    ...(when === undefined ? {} : { when }),
  };
  return { name, description: commandDescriptions[name], parameters, steps: [step] };
}
