import type { CommandName, InputsOf } from '../../src/inputs/commands.ts';
import type { orbAlias } from '../orb-name.ts';

/**
 * The parameters that must be given, since they have no default. A test holds this
 * against the inputs themselves, whose defaults the compiler does not see.
 */
export const requiredParameters = {
  'load-secrets': ['secrets'],
  auth: [],
  revoke: [],
} as const satisfies { readonly [Name in CommandName]: readonly (keyof InputsOf<Name>)[] };

type Required<Name extends CommandName> = (typeof requiredParameters)[Name][number];

/** An input is handed over as text, unless it is a boolean. */
type Parameter<Value> = Value extends boolean ? boolean : string;

/** What a config may give to a command of the orb. */
type ParametersOf<Name extends CommandName> = {
  readonly [Input in Required<Name> & keyof InputsOf<Name>]: Parameter<InputsOf<Name>[Input]>;
} & {
  readonly [Input in Exclude<keyof InputsOf<Name>, Required<Name>>]?: Parameter<
    InputsOf<Name>[Input]
  >;
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
