import type { Payload } from '../payload.ts';
import type { CommandDefinition } from '../sdk.ts';
import { defineHelperCommand, type StepTexts } from './helper-command.ts';
import { keepArchives } from './keep-archives.ts';

/** The programs that the steps run. */
export interface Programs {
  readonly helper: Payload;
  readonly installer: Payload;
}

/** Every command of the orb, in the order in which its page shows them. */
export function defineCommands(
  { helper, installer }: Programs,
  texts: StepTexts,
): CommandDefinition[] {
  const install = { title: 'Install the CLI of Vault or OpenBao' };
  return [
    defineHelperCommand('load-secrets', { title: 'Load secrets from Vault' }, helper, texts),
    defineHelperCommand('auth', { title: 'Log in to Vault' }, helper, texts),
    defineHelperCommand(
      'revoke',
      { title: 'End the Vault session', when: 'always' },
      helper,
      texts,
    ),
    keepArchives(defineHelperCommand('install-vault', install, installer, texts)),
  ];
}
