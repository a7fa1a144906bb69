import { listParameters } from '../../src/inputs/command-parameters.ts';
import { type CommandName, commandInputs } from '../../src/inputs/commands.ts';
import type { Surroundings } from './surroundings.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** What CircleCI tells a job, as far as the orb asks for it, and what leads out of a company. */
const otherVariables = [
  'CIRCLE_OIDC_TOKEN',
  'CIRCLE_OIDC_TOKEN_V2',
  'CIRCLE_ORGANIZATION_ID',
  'CIRCLE_PROJECT_ID',
  'HTTPS_PROXY',
  'NO_PROXY',
];

// An installed CLI has a `run` of its own, which may start a pipeline.
const noMinting = `#!/bin/sh
echo 'npm run orb:try has no issuer of tokens without --demo: set CIRCLE_OIDC_TOKEN_V2' >&2
exit 1
`;

/** The variables that a job may have from the caller: those that parameters stand for, and a few. */
export function listHandedOn(): string[] {
  const commands = Object.keys(commandInputs).filter(isCommandName);
  const defaults = commands.flatMap((name) => listParameters(name)).map((input) => input.default);
  const named = defaults.flatMap((text) => /^\$\{(\w+)\}$/.exec(String(text))?.[1] ?? []);
  return [...new Set([...named, ...otherVariables])];
}

function isCommandName(name: string): name is CommandName {
  return name in commandInputs;
}

/** Those of the named variables that are set. */
export function pickVariables(names: readonly string[], from: Variables): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = from[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** The caller's own Vault: the listed variables of the environment, as far as they are set. */
export function useOwnVault(caller: Variables, more: readonly string[]): Surroundings {
  const names = [...new Set([...listHandedOn(), ...more])];
  const environment = pickVariables(names, caller);
  const absent = names.filter((name) => !(name in environment));
  return {
    environment,
    standIns: { circleci: noMinting, 'circleci-agent': noMinting },
    notes: [
      `from your environment: ${Object.keys(environment).join(', ') || 'nothing'}`,
      `not set there: ${absent.join(', ') || 'nothing'}`,
    ],
  };
}
