import { commandDescriptions, commandInputs, inputDescriptions } from './commands.ts';
import { installDescription, installDescriptions, installInputs } from './install-vault.ts';

const command = <Name extends keyof typeof commandInputs>(name: Name) => ({
  inputs: commandInputs[name],
  /** What each input is for; Markdown. */
  descriptions: inputDescriptions[name],
  /** What the command does; Markdown. */
  description: commandDescriptions[name],
});

/** Every command of the orb, in the order in which it is shown, whichever program runs it. */
export const orbCommands = {
  'load-secrets': command('load-secrets'),
  auth: command('auth'),
  revoke: command('revoke'),
  'install-vault': {
    inputs: installInputs,
    descriptions: installDescriptions,
    description: installDescription,
  },
} as const;

export type OrbCommandName = keyof typeof orbCommands;
