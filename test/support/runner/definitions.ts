import {
  CompileError,
  expectKeys,
  expectList,
  expectMap,
  findMember,
  type YamlMap,
} from './compile-error.ts';
import type { TagContext } from './context.ts';
import { checkDeclarations, expectName, plainTypes } from './parameters.ts';
import { substitute } from './substitute.ts';

export type DefinitionKind = 'commands' | 'executors' | 'jobs';

const settings = [
  'description',
  'parameters',
  'docker',
  'machine',
  'macos',
  'resource_class',
  'environment',
  'shell',
  'working_directory',
];
const knownKeys: Readonly<Record<DefinitionKind, readonly string[]>> = {
  commands: ['description', 'parameters', 'steps'],
  executors: settings,
  jobs: [...settings, 'executor', 'steps', 'parallelism', 'circleci_ip_ranges', 'retention'],
};

// CircleCI, "Configuration reference", parameters of a job.
const reservedParameters = ['name', 'requires', 'context', 'type', 'filters', 'matrix'];

/**
 * Checks what stands below `commands`, `executors` or `jobs`, whether or not it
 * is ever called: names, keys, parameters, and what the tags name. Throws
 * `CompileError`. `context` is that of the config or orb.
 */
export function checkDefinitions(
  kind: DefinitionKind,
  value: unknown,
  context: TagContext,
): YamlMap {
  const definitions = expectMap(value, context.place);
  for (const [name, body] of Object.entries(definitions)) {
    const place = `${context.place}.${name}`;
    expectName(name, place);
    // A text is another name for what an orb defines.
    if (typeof body !== 'string') {
      checkDefinition(kind, expectMap(body, place), { ...context, place });
    }
  }
  return definitions;
}

function checkDefinition(kind: DefinitionKind, body: YamlMap, context: TagContext): void {
  const { place, scope } = context;
  expectKeys(body, knownKeys[kind], place);
  const { parameters, description: _description, ...tagged } = body;
  const declarations = checkDeclarations(
    parameters,
    place,
    kind === 'executors' ? plainTypes : undefined,
  );
  const reserved = reservedParameters.filter((name) => findMember(declarations, name));
  if (kind === 'jobs' && reserved.length > 0) {
    throw new CompileError(place, `reserved parameter names: ${reserved.join(', ')}`);
  }
  const { steps } = body;
  if (kind !== 'executors' && typeof steps !== 'string' && expectList(steps, place).length === 0) {
    throw new CompileError(place, 'it needs steps');
  }
  const names = Object.keys(declarations).map((name) => [`parameters.${name}`, '']);
  substitute(tagged, { ...context, scope: { ...scope, ...Object.fromEntries(names) } });
}
