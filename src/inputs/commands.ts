import {
  connectionDescriptions,
  connectionInputs,
  sessionDescriptions,
  sessionInputs,
} from './connection.ts';
import { parseFlag } from './flags.ts';
import { type Descriptions, defineInput, type ValuesOf } from './input.ts';
import { loginDescriptions, loginInputs } from './login.ts';
import { keepText } from './texts.ts';

const secrets = defineInput(
  { remedy: 'write one reference a line: <path> <key> | NAME', isExpandedByParser: true },
  keepText,
);
const trueByDefault = defineInput({ default: true, remedy: 'write true or false' }, parseFlag);

/** The inputs of each command; a key is the orb parameter's name. */
export const commandInputs = {
  'load-secrets': {
    secrets,
    ...connectionInputs,
    ...loginInputs,
    revoke_token: trueByDefault,
  },
  auth: { ...connectionInputs, ...loginInputs, export_token: trueByDefault },
  revoke: sessionInputs,
} as const;

type Commands = typeof commandInputs;
export type CommandName = keyof Commands;

/** The parsed inputs of a command. */
export type InputsOf<Name extends CommandName> = ValuesOf<Commands[Name]>;

/** What the inputs of each command are for. */
export const inputDescriptions: {
  readonly [Name in CommandName]: Descriptions<Commands[Name]>;
} = {
  'load-secrets': {
    secrets:
      'What to load, one reference a line: `<path> <key> | NAME`. `*` takes every key, `.` the whole secret as JSON.',
    ...connectionDescriptions,
    ...loginDescriptions,
    revoke_token: 'Whether to revoke the token once the secrets are loaded.',
  },
  auth: {
    ...connectionDescriptions,
    ...loginDescriptions,
    export_token: 'Whether to export `VAULT_TOKEN` for the `vault` CLI, Terraform and the like.',
  },
  revoke: sessionDescriptions,
};

/** What each command does. */
export const commandDescriptions: Readonly<Record<CommandName, string>> = {
  'load-secrets':
    "Log in with the job's OIDC token, read secrets, hand them to the later steps as environment variables, and revoke the token.",
  auth: "Log in with the job's OIDC token and keep the session for the later steps: `VAULT_TOKEN` and `VAULT_ADDR` for the `vault` and `bao` CLIs, Terraform and the like.",
  revoke: 'End the sessions that `auth` began, also when the job failed.',
};
