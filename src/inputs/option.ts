import type { Environment } from '../core/expansion.ts';
import { describeFailure, Failed, type Failure } from '../core/failure.ts';
import { Problem } from './input.ts';

/** What an option of the command line is, beside its name. */
export interface Option<Value> {
  /** One line of help, without a full stop. */
  readonly description: string;
  /** What stands for its value in the help; undefined for a flag. */
  readonly placeholder: string | undefined;
  readonly isRepeatable: boolean;
  /** The variable that counts where the option is not given. */
  readonly variable: string | undefined;
  /** What counts where neither is; undefined or empty for nothing. */
  readonly default: string | undefined;
  /** What to do when the value is refused. */
  readonly remedy: string;
  /** Reads what was given, an empty list for nothing; a flag that is given reads `true`. */
  readonly parse: (texts: readonly string[]) => Value | Problem;
}

/** Options by their names, without the dashes. */
export type Options = Readonly<Record<string, Option<unknown>>>;

/** The values of options, by their names. */
export type OptionValues<Defined extends Options> = {
  readonly [Name in keyof Defined]: Defined[Name] extends Option<infer Value> ? Value : never;
};

/** What the command line gave, by the options' names. */
export type GivenOptions = Readonly<Record<string, readonly string[] | undefined>>;

interface TextFacts {
  readonly description: string;
  readonly placeholder: string;
  readonly remedy: string;
  readonly variable?: string;
  /** Left out: the option must be given. */
  readonly default?: string;
}

/** An option with one text. */
export function defineText<Value>(
  { variable, default: fallback, ...facts }: TextFacts,
  parse: (text: string) => Value | Problem,
): Option<Value> {
  return {
    ...facts,
    variable,
    default: fallback,
    isRepeatable: false,
    parse: ([text = fallback]) => (text === undefined ? new Problem('it is missing') : parse(text)),
  };
}

/** An option that may be given several times. */
export function defineTexts<Value>(
  facts: Omit<TextFacts, 'variable' | 'default'>,
  parse: (text: string) => Value | Problem,
): Option<readonly Value[]> {
  return {
    ...facts,
    variable: undefined,
    default: undefined,
    isRepeatable: true,
    parse: (texts) => {
      const values: Value[] = [];
      for (const text of texts) {
        const value = parse(text);
        if (value instanceof Problem) return value;
        values.push(value);
      }
      return values;
    },
  };
}

/** An option that is there or is not. */
export function defineFlag(description: string): Option<boolean> {
  return {
    description,
    placeholder: undefined,
    isRepeatable: false,
    variable: undefined,
    default: undefined,
    remedy: 'give it without a value, or leave it out',
    parse: (texts) => texts.length > 0,
  };
}

/** The values of all options; throws `Failed` with every problem of every option. */
export function readOptions<Defined extends Options>(
  options: Defined,
  given: GivenOptions,
  environment: Environment,
): OptionValues<Defined> {
  const values: Record<string, unknown> = {};
  const failures: Failure[] = [];
  for (const [name, option] of Object.entries(options)) {
    const value = option.parse(given[name] ?? readVariable(option, environment));
    if (value instanceof Problem) failures.push(describeProblem(name, option, value));
    else values[name] = value;
  }
  if (failures.length === 0 && hasValues(values, options)) return values;
  throw new Failed(failures);
}

function readVariable({ variable }: Option<unknown>, environment: Environment): string[] {
  const text = variable === undefined ? undefined : environment[variable];
  return text === undefined || text === '' ? [] : [text];
}

function hasValues<Defined extends Options>(
  values: Readonly<Record<string, unknown>>,
  options: Defined,
): values is OptionValues<Defined> {
  return Object.keys(options).every((name) => Object.hasOwn(values, name));
}

function describeProblem(
  name: string,
  { variable, remedy }: Option<unknown>,
  { text }: Problem,
): Failure {
  const orVariable = variable === undefined ? '' : ` (or ${variable})`;
  return describeFailure('PARAMETER_INVALID', {
    what: `The option --${name}${orVariable} cannot be used.`,
    why: text,
    next: [remedy],
  });
}
