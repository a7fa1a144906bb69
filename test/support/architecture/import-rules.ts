import type { Import } from './sources.ts';

/** What the files of one part of the project may import. */
interface Area {
  /** Its files. */
  readonly owns: RegExp;
  /** Files of ours, by their paths. */
  readonly files: RegExp;
  readonly usesNode: boolean;
  /** Packages by name; `one` for any, but at most one a file. */
  readonly libraries: readonly string[] | 'one';
  readonly isTypesOnly?: boolean;
  /** The rule, and where the import should go; it follows the name of the importing file. */
  readonly rule: string;
}

// The first that owns a file counts.
const areas: readonly Area[] = [
  {
    owns: /^src\/core\//,
    files: /^src\/core\//,
    usesNode: false,
    libraries: [],
    rule: 'core imports core alone: let src/commands hand the value in, from a port that src/adapters implements',
  },
  {
    owns: /^src\/inputs\//,
    files: /^src\/(core|inputs)\//,
    usesNode: false,
    libraries: [],
    rule: 'inputs import core and inputs alone: what touches the machine belongs into src/adapters',
  },
  {
    owns: /^src\/(\w+-)?ports\.ts$/,
    files: /^src\/(core\/|ports\.ts$)/,
    usesNode: false,
    libraries: [],
    isTypesOnly: true,
    rule: 'ports import types of core and ports alone: what does something belongs into src/adapters',
  },
  {
    owns: /^src\/commands\//,
    files: /^src\/(core\/|inputs\/|commands\/|(\w+-)?ports\.ts$)/,
    usesNode: false,
    libraries: [],
    rule: 'commands import core, inputs, ports and commands alone: ask for a port in src/ports.ts and let src/main.ts or src/installer.ts hand in the adapter',
  },
  {
    owns: /^src\/adapters\//,
    files: /^src\/(core\/|adapters\/|(\w+-)?ports\.ts$)/,
    usesNode: true,
    libraries: 'one',
    rule: 'an adapter imports core, ports, adapters, Node and one library: what a command decides belongs into src/commands, a second library into an adapter of its own',
  },
  {
    owns: /^src\/(main|installer)\.ts$/,
    files: /^src\//,
    usesNode: false,
    libraries: [],
    rule: 'main and installer join parts of src and do nothing themselves: put the work into an adapter or a command',
  },
  {
    owns: /^src\/cli\.ts$/,
    files: /^src\//,
    usesNode: false,
    libraries: ['commander'],
    rule: 'cli reads the command line and joins parts of src: what a command does belongs into src/cli and src/commands',
  },
  {
    owns: /^src\/cli\//,
    files: /^src\/(?!main\.ts$|cli\.ts$)/,
    usesNode: false,
    libraries: [],
    rule: 'a command of the command line joins parts of src: what touches the machine belongs into src/adapters',
  },
  {
    owns: /^src\/version\.ts$/,
    files: /^$/,
    usesNode: false,
    libraries: [],
    rule: 'the version imports nothing: the build puts it in',
  },
  {
    owns: /^src\//,
    files: /^$/,
    usesNode: false,
    libraries: [],
    rule: 'this file is in no part of src: put it into core, inputs, commands or adapters',
  },
  {
    owns: /^orb\/sdk\.ts$/,
    files: /^(orb|src\/inputs)\//,
    usesNode: false,
    libraries: ['@circleci/circleci-config-sdk'],
    rule: 'orb/sdk.ts imports the SDK, orb and src/inputs alone: anything else belongs beside it',
  },
  {
    owns: /^orb\//,
    files: /^(orb|src\/inputs)\//,
    usesNode: true,
    libraries: ['yaml'],
    rule: 'orb imports orb, src/inputs, Node and yaml alone: the SDK belongs into orb/sdk.ts, what the orb must know of an input into src/inputs, what builds it into scripts',
  },
];

/** One sentence for each import that leads in a direction it must not. */
export function findWrongImports(imports: readonly Import[]): string[] {
  return imports
    .filter((found) => isWrong(found, imports))
    .map(({ from, to }) => `${from} imports ${to}: ${findArea(from)?.rule}`);
}

function findArea(path: string): Area | undefined {
  return areas.find(({ owns }) => owns.test(path));
}

function isWrong({ from, to, isTypeOnly }: Import, imports: readonly Import[]): boolean {
  const area = findArea(from);
  if (area === undefined) return false;
  if (area.isTypesOnly && !isTypeOnly) return true;
  if (to.startsWith('node:')) return !area.usesNode;
  if (isFile(to)) return !area.files.test(to);
  if (area.libraries !== 'one') return !area.libraries.includes(to);
  return imports.some((other) => other.from === from && isLibrary(other.to) && other.to !== to);
}

function isLibrary(target: string): boolean {
  return !isFile(target) && !target.startsWith('node:');
}

function isFile(target: string): boolean {
  return /\.\w+$/.test(target) && target.includes('/');
}
