import { stringify } from 'yaml';
import { defineCommands } from './commands/commands.ts';
import type { Payload } from './payload.ts';
import { generateCommand } from './sdk.ts';

/** What the orb is made from. */
export interface OrbSource {
  /** The description on the orb's registry page. */
  readonly description: string;
  readonly payload: Payload;
  /** The launcher's shell text. */
  readonly launcher: string;
}

/** The whole orb as YAML; the same source gives the same bytes. */
export function printOrb({ description, payload, launcher }: OrbSource): string {
  const commands = defineCommands(payload, escapeTags(launcher));
  const orb = {
    version: 2.1,
    description,
    commands: Object.fromEntries(
      commands.map((command) => [command.name, generateCommand(command)]),
    ),
  };
  // CircleCI reads YAML 1.1, in which `yes` and `on` are booleans.
  return stringify(orb, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}

/** Literal text keeps its `<<` (CircleCI, "Reusing config": `<<` is escaped as `\<<`). */
function escapeTags(text: string): string {
  return text.replaceAll('<<', '\\<<');
}
