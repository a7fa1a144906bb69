import type * as v from 'valibot';

/** What an input is beside its name and its schema. */
export interface InputFacts {
  /**
   * The orb parameter's default, whose type is the parameter's; an input without
   * one is text and must be given.
   */
  readonly default?: string | boolean;
  /** What to do when the value is refused. */
  readonly remedy: string;
  /** Whether its own parser expands `${NAME}`, field by field, in the place of the reader. */
  readonly isExpandedByParser?: boolean;
}

/** An input: a schema from the step's text to the helper's value, and its facts. */
export type Input<Schema extends v.GenericSchema<string, unknown>> = Schema & {
  readonly facts: InputFacts;
};

/**
 * What the orb's registry page and the README say of inputs, by name; Markdown.
 * It stands beside the inputs and apart from them, so that it is not in the helper.
 */
export type Descriptions<Inputs> = Readonly<Record<keyof Inputs, string>>;

/** Joins a schema and its facts; the schema's issues are told as the reason of a failure. */
export function defineInput<Schema extends v.GenericSchema<string, unknown>>(
  facts: InputFacts,
  schema: Schema,
): Input<Schema> {
  return { ...schema, facts };
}

/** The variable in which the orb's step hands an input to the helper. */
export function nameInputVariable(input: string): string {
  return `VAULT_OIDC_INPUT_${input.toUpperCase()}`;
}
