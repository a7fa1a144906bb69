import { exitStatuses, exitStatusMeanings } from '../../src/core/failure.ts';
import { listParameters } from '../../src/inputs/command-parameters.ts';
import { type OrbCommandName, orbCommands } from '../../src/inputs/orb-commands.ts';
import type { Sections } from './fill-sections.ts';
import { printTable } from './print-table.ts';

function printParameters(command: OrbCommandName): string {
  const rows = listParameters(command).map(({ name, default: fallback, description }) => [
    `\`${name}\``,
    fallback === undefined ? 'required' : fallback === '' ? 'empty' : `\`${fallback}\``,
    description,
  ]);
  return `${orbCommands[command].description}\n\n${printTable(['parameter', 'default', 'what it is'], rows)}`;
}

/** What the README says of each command, by the section `command-<name>`. */
export function describeCommands(): Sections {
  const commands = Object.keys(orbCommands).filter(isCommandName);
  return Object.fromEntries(commands.map((name) => [`command-${name}`, printParameters(name)]));
}

function isCommandName(name: string): name is OrbCommandName {
  return name in orbCommands;
}

/** What each exit status of a step means. */
export function describeExitStatuses(): string {
  const names = Object.keys(exitStatuses).filter(isStatusName);
  const rows = names.map((name) => [String(exitStatuses[name]), exitStatusMeanings[name]]);
  return printTable(
    ['status', 'what it means'],
    [
      ['0', 'everything was done'],
      ...rows,
      ['127', 'there is no Node 18 or newer, and the orb cannot bring one'],
    ],
  );
}

function isStatusName(name: string): name is keyof typeof exitStatuses {
  return name in exitStatuses;
}
