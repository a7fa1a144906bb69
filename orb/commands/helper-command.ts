import { type CommandParameter, listParameters } from '../../src/inputs/command-parameters.ts';
import { nameInputVariable } from '../../src/inputs/input.ts';
import { type OrbCommandName, orbCommands } from '../../src/inputs/orb-commands.ts';
import { nameParts, type Payload } from '../payload.ts';
import type { CommandDefinition, RunStep } from '../sdk.ts';

/** A command's step that runs a program, beside what follows from its inputs. */
export interface HelperStep {
  /** The step's title in the job's page. */
  readonly title: string;
  /** Left out: run it when all steps before succeeded. */
  readonly when?: 'always';
}

/** The shell texts that every step carries. */
export interface StepTexts {
  /** The step's command: finds Node and starts the program. */
  readonly launcher: string;
  /** What the launcher has a shell run where it finds none. */
  readonly fetchNode: string;
}

/**
 * An orb command that runs a program: parameters and program travel in the step's
 * environment, so that no parameter is ever part of shell text.
 */
export function defineHelperCommand(
  name: OrbCommandName,
  { title, when }: HelperStep,
  program: Payload,
  { launcher, fetchNode }: StepTexts,
): CommandDefinition {
  const parameters = listParameters(name);
  const step: RunStep = {
    name: title,
    command: launcher,
    environment: {
      VAULT_OIDC_COMMAND: name,
      ...handOn(parameters),
      VAULT_OIDC_FETCH_NODE: fetchNode,
      ...nameParts(program),
    },
    ...(when === undefined ? {} : { when }),
  };
  return { name, description: orbCommands[name].description, parameters, steps: [step] };
}

function handOn(parameters: readonly CommandParameter[]): Record<string, string> {
  return Object.fromEntries(
    parameters.map(({ name }) => [nameInputVariable(name), `<< parameters.${name} >>`]),
  );
}
