import type { ValuesOf } from '../../src/inputs/input.ts';
import type { nodeUrl } from '../../src/inputs/node-url.ts';
import type { OrbCommandName, orbCommands } from '../../src/inputs/orb-commands.ts';
import type { orbAlias } from '../../src/inputs/orb-name.ts';

type Inputs<Name extends OrbCommandName> = (typeof orbCommands)[Name]['inputs'];
type InputsOf<Name extends OrbCommandName> = ValuesOf<Inputs<Name>>;

/** The inputs of a command whose facts are of that type. */
type Having<Name extends OrbCommandName, Facts> = {
  [Input in keyof Inputs<Name>]: Inputs<Name>[Input] extends Facts ? Input : never;
}[keyof Inputs<Name>];

/** An input that reads a variable of the job's is no parameter. */
type ParameterName<Name extends OrbCommandName> = Exclude<
  keyof Inputs<Name>,
  Having<Name, { readonly variable: string }>
>;
type Optional<Name extends OrbCommandName> = Extract<
  ParameterName<Name>,
  Having<Name, { readonly default: string | boolean }>
>;
type Required<Name extends OrbCommandName> = Exclude<ParameterName<Name>, Optional<Name>>;

/** An input is handed over as text, unless it is a boolean. */
type Parameter<Value> = Value extends boolean ? boolean : string;

/** What a config may give to a command of the orb. */
type ParametersOf<Name extends OrbCommandName> = {
  readonly [Input in Required<Name>]: Parameter<InputsOf<Name>[Input]>;
} & {
  readonly [Input in Optional<Name>]?: Parameter<InputsOf<Name>[Input]>;
} & { readonly [Input in (typeof nodeUrl)['name']]?: string };

type Reference<Name extends OrbCommandName> = `${typeof orbAlias}/${Name}`;

type CallOf<Name extends OrbCommandName> =
  | { readonly [Key in Reference<Name>]: ParametersOf<Name> }
  | ([Required<Name>] extends [never] ? Reference<Name> : never);

/**
 * A step that calls a command of the orb, alone or with parameters, as YAML would
 * parse it. One that misses a parameter or misspells it does not compile.
 */
export type OrbCall = { [Name in OrbCommandName]: CallOf<Name> }[OrbCommandName];
