import type { CommandName, commandInputs, InputsOf } from '../../src/inputs/commands.ts';
import type { orbAlias } from '../orb-name.ts';

type Inputs<Name extends CommandName> = (typeof commandInputs)[Name];

/** The inputs of a command whose facts are of that type. */
type Having<Name extends CommandName, Facts> = {
  [Input in keyof Inputs<Name>]: Inputs<Name>[Input] extends Facts ? Input : never;
}[keyof Inputs<Name>];

/** An input that reads a variable of the job's is no parameter. */
type ParameterName<Name extends CommandName> = Exclude<
  keyof Inputs<Name>,
  Having<Name, { readonly variable: string }>
>;
type Optional<Name extends CommandName> = Extract<
  ParameterName<Name>,
  Having<Name, { readonly default: string | boolean }>
>;
type Required<Name extends CommandName> = Exclude<ParameterName<Name>, Optional<Name>>;

/** An input is handed over as text, unless it is a boolean. */
type Parameter<Value> = Value extends boolean ? boolean : string;

/** What a config may give to a command of the orb. */
type ParametersOf<Name extends CommandName> = {
  readonly [Input in Required<Name>]: Parameter<InputsOf<Name>[Input]>;
} & {
  readonly [Input in Optional<Name>]?: Parameter<InputsOf<Name>[Input]>;
};

type Reference<Name extends CommandName> = `${typeof orbAlias}/${Name}`;

type CallOf<Name extends CommandName> =
  | { readonly [Key in Reference<Name>]: ParametersOf<Name> }
  | ([Required<Name>] extends [never] ? Reference<Name> : never);

/**
 * A step that calls a command of the orb, alone or with parameters, as YAML would
 * parse it. One that misses a parameter or misspells it does not compile.
 */
export type OrbCall = { [Name in CommandName]: CallOf<Name> }[CommandName];
