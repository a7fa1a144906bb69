import { referToOrb } from '../src/inputs/orb-name.ts';
import { escapeTags, printYaml } from './circleci-yaml.ts';
import { defineCommands, type Programs } from './commands/commands.ts';
import type { StepTexts } from './commands/helper-command.ts';
import { generateExample } from './examples/example.ts';
import { examples } from './examples/examples.ts';
import { defaultExecutor } from './executors/default.ts';
import { readPackageFacts } from './package-facts.ts';
import { generateCommand, generateExecutor } from './sdk.ts';

/** What the orb is made from. */
export interface OrbSource extends Programs, StepTexts {
  /** The description on the orb's registry page. */
  readonly description: string;
}

/**
 * The whole orb as YAML; the same source and the same package.json give the same
 * bytes. Throws when package.json lacks what the orb's page shows.
 */
export function printOrb(source: OrbSource): string {
  const commands = defineCommands(source, {
    launcher: escapeTags(source.launcher),
    fetchNode: escapeTags(source.fetchNode),
  });
  const { homeUrl, sourceUrl, version } = readPackageFacts();
  const { name, description } = defaultExecutor;
  return printYaml({
    version: 2.1,
    description: source.description,
    display: { home_url: homeUrl, source_url: sourceUrl },
    commands: Object.fromEntries(
      commands.map((command) => [command.name, generateCommand(command)]),
    ),
    executors: { [name]: { description, ...generateExecutor(defaultExecutor) } },
    examples: Object.fromEntries(
      examples.map((example) => [example.name, generateExample(example, referToOrb(version))]),
    ),
  });
}
