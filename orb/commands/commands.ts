import type { Payload } from '../payload.ts';
import type { CommandDefinition } from '../sdk.ts';
import { defineHelperCommand } from './helper-command.ts';

/** Every command of the orb, in the order in which its page shows them. */
export function defineCommands(payload: Payload, launcher: string): CommandDefinition[] {
  return [
    defineHelperCommand('load-secrets', { title: 'Load secrets from Vault' }, payload, launcher),
    defineHelperCommand('auth', { title: 'Log in to Vault' }, payload, launcher),
    defineHelperCommand(
      'revoke',
      { title: 'End the Vault session', when: 'always' },
      payload,
      launcher,
    ),
  ];
}
