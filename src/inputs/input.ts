/** What an input is beside its name and its meaning. */
export interface InputFacts {
  /**
   * The orb parameter's default, whose type is the parameter's; an input without
   * one is text and must be given.
   */
  readonly default?: string | boolean;
  /** What to do when the value is refused. */
  readonly remedy: string;
  /** The variable that holds it, for one that is no parameter of the orb. */
  readonly variable?: string;
  /** Whether its own parser expands `${NAME}`, field by field, in the place of the reader. */
  readonly isExpandedByParser?: boolean;
}

/** Why a text cannot be the value of an input; it does not quote the text. */
export class Problem {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** An input: how the step's text becomes the helper's value, and its facts. */
export interface Input<Value> extends InputFacts {
  readonly parse: (text: string) => Value | Problem;
}

/** Inputs by the name of the orb's parameter. */
export type Inputs = Readonly<Record<string, Input<unknown>>>;

/** The values of inputs, by their names. */
export type ValuesOf<Defined extends Inputs> = {
  readonly [Name in keyof Defined]: Defined[Name] extends Input<infer Value> ? Value : never;
};

/**
 * What the orb's registry page and the README say of inputs, by name; Markdown.
 * It stands beside the inputs and apart from them, so that it is not in the helper.
 */
export type Descriptions<Defined> = Readonly<Record<keyof Defined, string>>;

/**
 * Joins the facts of an input and its parser. The type keeps which facts were given:
 * by them the compiler knows the parameters of the orb, and which must be given.
 */
export function defineInput<Value, Facts extends InputFacts>(
  facts: Facts,
  parse: (text: string) => Value | Problem,
): Input<Value> & Facts {
  return { ...facts, parse };
}

/** The variable in which the orb's step hands an input to the helper. */
export function nameInputVariable(input: string): string {
  return `VAULT_OIDC_INPUT_${input.toUpperCase()}`;
}
