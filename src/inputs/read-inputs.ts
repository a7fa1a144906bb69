import { type Environment, expandReferences } from '../core/expansion.ts';
import { describeFailure, Failed, type Failure } from '../core/failure.ts';
import { type Input, type Inputs, nameInputVariable, Problem, type ValuesOf } from './input.ts';

/**
 * Reads a command's inputs from the variables of its step: the default where a
 * variable is not there, `${NAME}` expanded, then the input's own parser. Throws
 * `Failed` with every problem of every input, and with those already found.
 */
export function readInputs<Defined extends Inputs>(
  inputs: Defined,
  environment: Environment,
  foundFailures: readonly Failure[] = [],
): ValuesOf<Defined> {
  const values: Record<string, unknown> = {};
  const failures: Failure[] = [];
  for (const [name, input] of Object.entries(inputs)) {
    const { text, unset } = readText(name, input, environment);
    const value = input.parse(text);
    if (value instanceof Problem) failures.push(describeProblem(name, input, value, unset));
    else values[name] = value;
  }
  failures.push(...foundFailures);
  if (failures.length === 0 && hasValues(values, inputs)) return values;
  throw new Failed(failures);
}

function hasValues<Defined extends Inputs>(
  values: Readonly<Record<string, unknown>>,
  inputs: Defined,
): values is ValuesOf<Defined> {
  return Object.keys(inputs).every((name) => Object.hasOwn(values, name));
}

/** The step's text for an input, and the variables that it names and the job lacks. */
export function readText(
  name: string,
  { variable, isExpandedByParser, default: fallback = '' }: Input<unknown>,
  environment: Environment,
): ReturnType<typeof expandReferences> {
  const text = environment[variable ?? nameInputVariable(name)] ?? String(fallback);
  const isExpanded = isExpandedByParser !== true && variable === undefined;
  return isExpanded ? expandReferences(text, environment) : { text, unset: [] };
}

/** The failure that a problem of an input is; `unset` are the variables that its text names and the job lacks. */
export function describeProblem(
  name: string,
  { variable, remedy }: Input<unknown>,
  { text }: Problem,
  unset: readonly string[],
): Failure {
  const subject = variable === undefined ? `parameter "${name}"` : `variable ${variable}`;
  const because = unset.length === 0 ? '' : `; ${unset.join(' and ')} is not set in this job`;
  return describeFailure('PARAMETER_INVALID', {
    what: `The ${subject} cannot be used.`,
    why: text + because,
    next: [remedy],
  });
}
