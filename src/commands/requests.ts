import type { Environment } from '../core/expansion.ts';
import { parseReferences } from '../core/references/parse-references.ts';
import type { Reference } from '../core/references/reference.ts';
import { Secret } from '../core/secret.ts';
import type { SessionScope } from '../core/session.ts';
import { commandInputs, type InputsOf } from '../inputs/commands.ts';
import type { transportInputs } from '../inputs/connection.ts';
import { nameInputVariable } from '../inputs/input.ts';
import { readInputs } from '../inputs/read-inputs.ts';

/** Where a log-in goes and as whom. */
export interface LoginRequest {
  readonly scope: SessionScope;
  /** The audience to mint a token for, or undefined for CircleCI's own token. */
  readonly audience: string | undefined;
}

export interface LoadSecretsRequest extends LoginRequest {
  readonly references: readonly Reference[];
  readonly revokesToken: boolean;
  /** The `VAULT_TOKEN` that the step found, if any. */
  readonly presetToken: Secret<string> | undefined;
}

export interface AuthRequest extends LoginRequest {
  readonly exportsToken: boolean;
}

export interface RevokeRequest {
  /** End only the sessions with this server; empty for all. */
  readonly address: string;
  /** End only the sessions in this namespace; empty for all. */
  readonly namespace: string;
  /** The `VAULT_TOKEN` that the step found, if any. */
  readonly presetToken: Secret<string> | undefined;
}

/** How to reach and trust the server; of every command. */
export type TransportInputs = Pick<InputsOf<'revoke'>, keyof typeof transportInputs>;

/** A command's request, and what its connection needs. */
export interface Parsed<Request> {
  readonly request: Request;
  readonly transport: TransportInputs;
}

/** Reads the step's variables; throws `Failed` with every problem of every input and reference. */
export function parseLoadSecrets(environment: Environment): Parsed<LoadSecretsRequest> {
  const source = environment[nameInputVariable('secrets')] ?? '';
  const { references, failures } = parseReferences(source, environment);
  const inputs = readInputs(commandInputs['load-secrets'], environment, failures);
  const request = {
    ...readLogin(inputs),
    references,
    revokesToken: inputs.revoke_token,
    presetToken: readPresetToken(environment),
  };
  return { request, transport: inputs };
}

/** Reads the step's variables; throws `Failed` with every problem of every input. */
export function parseAuth(environment: Environment): Parsed<AuthRequest> {
  const inputs = readInputs(commandInputs.auth, environment);
  return {
    request: { ...readLogin(inputs), exportsToken: inputs.export_token },
    transport: inputs,
  };
}

/** Reads the step's variables; throws `Failed` with every problem of every input. */
export function parseRevoke(environment: Environment): Parsed<RevokeRequest> {
  const inputs = readInputs(commandInputs.revoke, environment);
  return { request: { ...inputs, presetToken: readPresetToken(environment) }, transport: inputs };
}

function readPresetToken({ VAULT_TOKEN: token }: Environment): Secret<string> | undefined {
  return token === undefined || token === '' ? undefined : new Secret(token);
}

function readLogin(inputs: Omit<InputsOf<'auth'>, 'export_token'>): LoginRequest {
  const { address, namespace, auth_mount: mount, role, audience } = inputs;
  return {
    scope: { address, namespace, mount, role },
    audience: audience === '' ? undefined : audience,
  };
}
