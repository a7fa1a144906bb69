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

/** A step that restores or saves a directory, where a boolean parameter of the command is true. */
export interface CacheStep {
  readonly kind: 'restore' | 'save';
  readonly name: string;
  /** The boolean parameter. */
  readonly parameter: string;
  /** The same key finds what it saved; CircleCI fills in `{{ … }}`. */
  readonly key: string;
  readonly path: string;
}

export interface CommandDefinition {
  readonly name: string;
  readonly description: string;
  readonly parameters: readonly CommandParameter[];
  readonly steps: readonly (RunStep | CacheStep)[];
}

/** An executor of one Docker image. */
export interface ExecutorDefinition {
  readonly name: string;
  readonly description: string;
  readonly parameters: readonly CommandParameter[];
  readonly image: string;
}

/** The command as it stands below `commands:` in an orb, without its name. */
export function generateCommand(definition: CommandDefinition): object {
  const command = new sdk.reusable.ReusableCommand(
    definition.name,
    [],
    listCustomParameters(definition.parameters),
    definition.description,
  );
  return { ...command.generateContents(), steps: definition.steps.map(generateStep) };
}

function generateStep(step: RunStep | CacheStep): object {
  if ('command' in step) return new sdk.commands.Run({ ...step }).generate();
  const { kind, name, parameter, key, path } = step;
  const { cache } = sdk.commands;
  const generated =
    kind === 'restore'
      ? new cache.Restore({ name, keys: [key] }).generate()
      : new cache.Save({ name, key, paths: [path] }).generate();
  // The SDK has no step that hangs on a condition.
  return { when: { condition: `<< parameters.${parameter} >>`, steps: [generated] } };
}

/** The executor as it stands below `executors:` in an orb, without name and description. */
export function generateExecutor({ name, parameters, image }: ExecutorDefinition): object {
  const executor = new sdk.reusable.ReusableExecutor(
    name,
    new sdk.executors.DockerExecutor(image),
    listCustomParameters(parameters),
  );
  // The SDK always states a size; left out, the job and the plan choose it.
  const generated: Readonly<Record<string, object>> = { ...executor.generate() };
  const { resource_class: _size, ...contents } = { resource_class: '', ...generated[name] };
  return contents;
}

function listCustomParameters(parameters: readonly CommandParameter[]) {
  return new sdk.parameters.CustomParametersList(
    parameters.map(
      ({ name, type, default: fallback, description }) =>
        new sdk.parameters.CustomParameter(name, type, fallback, description),
    ),
  );
}
