import * as v from 'valibot';
import { type Environment, expandReferences } from '../core/expansion.ts';
import { describeFailure, Failed, type Failure } from '../core/failure.ts';
import { type Input, nameInputVariable } from './input.ts';

type InputSchema = v.ObjectSchema<
  Readonly<Record<string, Input<v.GenericSchema<string, unknown>>>>,
  undefined
>;

/**
 * Reads a command's inputs from the variables of its step: the default where a
 * variable is not there, `${NAME}` expanded, then the input's own schema. Throws
 * `Failed` with every problem of every input, and with those already found.
 */
export function readInputs<Schema extends InputSchema>(
  schema: Schema,
  environment: Environment,
  foundFailures: readonly Failure[] = [],
): v.InferOutput<Schema> {
  const unset = new Map<string, readonly string[]>();
  const texts = Object.entries(schema.entries).map(([name, { facts }]) => {
    const text = environment[nameInputVariable(name)] ?? String(facts.default ?? '');
    if (facts.isExpandedByParser) return [name, text];
    const expanded = expandReferences(text, environment);
    unset.set(name, expanded.unset);
    return [name, expanded.text];
  });
  const parsed = v.safeParse(schema, Object.fromEntries(texts));
  const problems = (parsed.issues ?? []).map((issue) => {
    const name = String(issue.path?.[0]?.key);
    const remedy = schema.entries[name]?.facts.remedy ?? 'correct it';
    return describeProblem(name, issue.message, unset.get(name) ?? [], remedy);
  });
  if (parsed.success && foundFailures.length === 0) return parsed.output;
  throw new Failed([...problems, ...foundFailures]);
}

function describeProblem(
  name: string,
  problem: string,
  unset: readonly string[],
  remedy: string,
): Failure {
  const because = unset.length === 0 ? '' : `; ${unset.join(' and ')} is not set in this job`;
  return describeFailure('PARAMETER_INVALID', {
    what: `The parameter "${name}" cannot be used.`,
    why: problem + because,
    next: [remedy],
  });
}
