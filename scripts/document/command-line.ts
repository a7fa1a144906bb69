import { cliCommands } from '../../src/cli/commands.ts';
import { administrationCodes } from '../../src/core/administration/administration-failures.ts';
import { exitStatuses } from '../../src/core/failure.ts';
import { outputOptions, vaultOptions } from '../../src/inputs/administration.ts';
import type { Option, Options } from '../../src/inputs/option.ts';
import type { Sections } from './fill-sections.ts';
import { printTable } from './print-table.ts';
import { printRights } from './setup-rights.ts';

/** What `docs/administration.md` says of the command line, by its sections. */
export function describeCommandLine(): Sections {
  const shared = { ...vaultOptions, ...outputOptions };
  const ofCommands = cliCommands.map(({ name, options }) => {
    const own = Object.entries(options).filter(([option]) => !Object.hasOwn(shared, option));
    return [`options-${name}`, printOptions(Object.fromEntries(own))];
  });
  return {
    ...Object.fromEntries(ofCommands),
    'options-vault': printOptions(vaultOptions),
    'setup-rights': printRights(),
    'command-line-statuses': printStatuses(),
  };
}

function printOptions(options: Options): string {
  const rows = Object.entries(options).map(([name, option]) => [
    `\`--${name}${option.placeholder === undefined ? '' : ` <${option.placeholder}>`}\``,
    describeDefault(option),
    option.description,
  ]);
  return printTable(['option', 'left out', 'what it is'], rows);
}

function describeDefault({
  variable,
  default: fallback,
  isRepeatable,
  placeholder,
}: Option<unknown>): string {
  const isRequired = placeholder !== undefined && !isRepeatable && fallback === undefined;
  const notes = [
    ...(variable === undefined ? [] : [`\`${variable}\``]),
    // References stand one a line or between ";".
    ...(fallback === undefined || fallback === ''
      ? []
      : [`\`${fallback.replaceAll('\n', '; ')}\``]),
    ...(isRequired ? [variable === undefined ? 'required' : 'else required'] : []),
    ...(isRepeatable ? ['may be given several times'] : []),
  ];
  return notes.join(', ');
}

/** What the exit statuses say, where a command line and not a job ends with them. */
const meanings: Readonly<Record<Exclude<keyof typeof exitStatuses, 'unproved'>, string>> = {
  wrongInput:
    'an option or the config is wrong, or what is asked cannot be had, or is in the way of something else',
  loginRefused: 'there is no token to work with, or it is refused',
  secretUnavailable: 'the token may not do what is asked, or what is named is not there',
  network: 'the server was not reached: network, TLS, redirect or time-out',
  badAnswer: 'what came back is not what such a server sends, or what was written is not kept',
  localFile: 'a file could not be read or written',
  ownFault: 'a fault of this program: please report it',
};

function printStatuses(): string {
  const rows = Object.keys(exitStatuses)
    .filter(isStatusName)
    .map((name) => [String(exitStatuses[name]), meanings[name], listCodes(exitStatuses[name])]);
  return printTable(
    ['status', 'what it means', 'codes of the command line alone'],
    [
      ['0', 'everything was done, or shown; `doctor` found no FAIL', ''],
      ['1', '`doctor` found a FAIL', ''],
      ...rows,
    ],
  );
}

function listCodes(status: number): string {
  return Object.entries(administrationCodes)
    .filter(([, own]) => own === status)
    .map(([code]) => `\`${code}\``)
    .join(', ');
}

/** It downloads nothing, so that nothing is left unproved. */
function isStatusName(name: string): name is keyof typeof meanings {
  return name in meanings;
}
