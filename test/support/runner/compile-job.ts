import { parse } from 'yaml';
import {
  CompileError,
  expectKeys,
  expectList,
  expectMap,
  isYamlMap,
  type YamlMap,
} from './compile-error.ts';
import { type CompiledStep, compileSteps, type Library } from './compile-steps.ts';
import { bindArguments, checkDeclarations, expectName } from './parameters.ts';
import { readEnvironment, type SubstituteOptions, substitute } from './substitute.ts';

/** A config and the orbs that it names. */
export interface JobSource {
  /** The config's YAML text. */
  readonly config: string;
  /** Orb YAML by its name without a version, such as `org/vault-oidc`. */
  readonly orbs: Readonly<Record<string, string>>;
  /** The job to compile; may be left out when the workflows have but one. */
  readonly job?: string;
  /** `pipeline.…` values, by their whole names. */
  readonly pipelineValues?: Readonly<Record<string, unknown>>;
  readonly booleansAs?: SubstituteOptions['booleansAs'];
}

export interface CompiledJob {
  readonly name: string;
  /** The contexts that the workflow gives the job. */
  readonly contexts: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** The shell of steps that state none; undefined for CircleCI's default. */
  readonly shell: string | undefined;
  readonly workingDirectory: string | undefined;
  readonly steps: readonly CompiledStep[];
}

const configKeys = [
  'version',
  'setup',
  'orbs',
  'commands',
  'jobs',
  'executors',
  'workflows',
  'parameters',
];
const orbKeys = [
  'version',
  'description',
  'display',
  'orbs',
  'commands',
  'jobs',
  'executors',
  'examples',
];
const jobKeys = [
  'docker',
  'machine',
  'macos',
  'executor',
  'resource_class',
  'steps',
  'environment',
  'shell',
  'working_directory',
  'parameters',
  'description',
  'parallelism',
];

/** Compiles one job as CircleCI does: every command expanded, every tag filled in. */
export function compileJob(source: JobSource): CompiledJob {
  const options = { booleansAs: source.booleansAs ?? 'true/false' };
  const config = parseYaml(source.config, 'config');
  expectKeys(config, configKeys, 'config');
  const pipeline = source.pipelineValues ?? {};
  const library: Library = {
    commands: readCommands(config['commands'], 'commands'),
    orbs: readOrbs(config['orbs'], source.orbs),
  };
  const { name, contexts, given } = chooseJob(config, source.job);
  const place = `job ${name}`;
  const job = expectMap(expectMap(config['jobs'], 'jobs')[name], place);
  if (Object.keys(job).length === 0) throw new CompileError(place, 'there is no such job');
  expectKeys(job, jobKeys, place);
  const { executor, parameters, ...rest } = job;
  const declarations = checkDeclarations(parameters, place);
  const scope = { ...pipeline, ...bindArguments(declarations, given, place) };
  const { steps, ...settings } = rest;
  const filled = {
    ...readExecutor(executor, config, library, place),
    ...expectMap(substitute(settings, scope, place, options), place),
  };
  return {
    name,
    contexts,
    environment: readEnvironment(filled['environment'], `${place}.environment`, options),
    shell: readText(filled['shell']),
    workingDirectory: readText(filled['working_directory']),
    steps: compileSteps(steps, {
      scope,
      library,
      local: library.commands,
      place,
      options,
      pipeline,
    }),
  };
}

function parseYaml(text: string, place: string): YamlMap {
  const parsed: unknown = parse(text, { uniqueKeys: true, version: '1.1' });
  const map = expectMap(parsed, place);
  if (Number(map['version']) !== 2.1) throw new CompileError(place, 'the version must be 2.1');
  return map;
}

function readCommands(value: unknown, place: string): YamlMap {
  const commands = expectMap(value, place);
  for (const [name, body] of Object.entries(commands)) {
    const where = `${place}.${name}`;
    expectName(name, where);
    const command = expectMap(body, where);
    expectKeys(command, ['description', 'parameters', 'steps'], where);
    checkDeclarations(command['parameters'], where);
    if (expectList(command['steps'], where).length === 0) {
      throw new CompileError(where, 'a command needs steps');
    }
  }
  return commands;
}

function readOrbs(value: unknown, known: JobSource['orbs']): Library['orbs'] {
  const entries = Object.entries(expectMap(value, 'orbs')).map(([alias, orb]) => {
    const place = `orb ${alias}`;
    const map = isYamlMap(orb) ? orb : findOrb(String(orb), known, place);
    expectKeys(map, orbKeys, place);
    return [alias, { ...map, commands: readCommands(map['commands'], `${place}.commands`) }];
  });
  return Object.fromEntries(entries);
}

function findOrb(reference: string, known: JobSource['orbs'], place: string): YamlMap {
  const [name = '', version] = reference.split('@');
  if (version === undefined) throw new CompileError(place, `"${reference}" has no version`);
  const text = known[name];
  if (text === undefined) throw new CompileError(place, `there is no orb "${name}" here`);
  return parseYaml(text, place);
}

interface ChosenJob {
  readonly name: string;
  readonly contexts: readonly string[];
  readonly given: YamlMap;
}

const workflowJobKeys = ['name', 'context', 'requires', 'filters', 'type'];

function chooseJob(config: YamlMap, wanted: string | undefined): ChosenJob {
  const { version: _version, ...workflows } = expectMap(config['workflows'], 'workflows');
  const entries = Object.entries(workflows).flatMap(([workflow, body]) =>
    expectList(expectMap(body, `workflow ${workflow}`)['jobs'], `workflow ${workflow}.jobs`),
  );
  const jobs = entries.map((entry): ChosenJob => {
    if (typeof entry === 'string') return { name: entry, contexts: [], given: {} };
    const [name = '', settings] = Object.entries(expectMap(entry, 'workflow'))[0] ?? [];
    const map = expectMap(settings, `workflow job ${name}`);
    const contexts = [map['context'] ?? []].flat().map(String);
    const given = Object.entries(map).filter(([key]) => !workflowJobKeys.includes(key));
    return { name, contexts, given: Object.fromEntries(given) };
  });
  const chosen = jobs.filter(({ name }) => wanted === undefined || name === wanted);
  const [first, second] = chosen;
  if (first === undefined) throw new CompileError('workflows', `they run no job ${wanted ?? ''}`);
  if (second !== undefined && wanted === undefined) {
    throw new CompileError('workflows', 'they run several jobs; name one');
  }
  return first;
}

function readExecutor(value: unknown, config: YamlMap, library: Library, place: string): YamlMap {
  if (value === undefined) return {};
  const reference = isYamlMap(value) ? value['name'] : value;
  const name = String(reference);
  const [first = '', second] = name.split('/');
  const executors =
    second === undefined ? config['executors'] : expectMap(library.orbs[first], place)['executors'];
  const executor = expectMap(executors, 'executors')[second ?? first];
  if (executor === undefined) throw new CompileError(place, `there is no executor "${name}"`);
  const { environment, shell, working_directory } = expectMap(executor, `executor ${name}`);
  return Object.fromEntries(
    Object.entries({ environment, shell, working_directory }).filter(
      ([, entry]) => entry !== undefined,
    ),
  );
}

function readText(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}
