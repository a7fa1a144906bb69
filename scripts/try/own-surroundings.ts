import { listParameters } from '../../src/inputs/command-parameters.ts';
import { type OrbCommandName, orbCommands } from '../../src/inputs/orb-commands.ts';
import { handOn, type Variables } from './hand-on.ts';
import type { Surroundings } from './surroundings.ts';

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
  const commands = Object.keys(orbCommands).filter(isCommandName);
  const defaults = commands.flatMap((name) => listParameters(name)).map((input) => input.default);
  const named = defaults.flatMap((text) => /^\$\{(\w+)\}$/.exec(String(text))?.[1] ?? []);
  return [...new Set([...named, ...otherVariables])];
}

function isCommandName(name: string): name is OrbCommandName {
  return name in orbCommands;
}

/** The caller's own Vault: the listed variables of the environment, as far as they are set. */
export function useOwnVault(caller: Variables, more: readonly string[]): Surroundings {
  return {
    ...handOn([...new Set([...listHandedOn(), ...more])], caller),
    standIns: { circleci: noMinting, 'circleci-agent': noMinting },
  };
}
