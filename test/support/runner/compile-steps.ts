import {
  CompileError,
  expectKeys,
  expectList,
  expectMap,
  isYamlMap,
  type YamlMap,
} from './compile-error.ts';
import { holdsCondition } from './conditions.ts';
import { bindArguments, checkDeclarations } from './parameters.ts';
import { readEnvironment, type Scope, type SubstituteOptions, substitute } from './substitute.ts';

/** A step that the runner runs, or one that it names and passes over. */
export type CompiledStep = RunStep | PassedStep;

export interface RunStep {
  readonly kind: 'run';
  readonly name: string;
  readonly command: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly shell: string | undefined;
  readonly workingDirectory: string | undefined;
  readonly when: 'on_success' | 'always' | 'on_fail';
  readonly isBackground: boolean;
}

/** `checkout`, caches, artifacts and the like: nothing that a shell would run. */
export interface PassedStep {
  readonly kind: 'passed over';
  readonly name: string;
}

/** The commands that a step may call. */
export interface Library {
  readonly commands: YamlMap;
  /** Orbs by their alias; their commands are checked. */
  readonly orbs: Readonly<Record<string, YamlMap>>;
}

export interface StepContext {
  readonly scope: Scope;
  readonly library: Library;
  /** The commands that go by their bare names: the config's, or the orb's own. */
  readonly local: YamlMap;
  readonly place: string;
  readonly options: SubstituteOptions;
  readonly pipeline: Scope;
}

const runKeys = [
  'name',
  'command',
  'environment',
  'shell',
  'working_directory',
  'when',
  'background',
  'no_output_timeout',
  'max_auto_reruns',
  'auto_rerun_delay',
];
const passedSteps = [
  'checkout',
  'setup_remote_docker',
  'save_cache',
  'restore_cache',
  'store_artifacts',
  'store_test_results',
  'persist_to_workspace',
  'attach_workspace',
  'add_ssh_keys',
];

/** Expands steps into those that run. Throws `CompileError`. */
export function compileSteps(value: unknown, context: StepContext): CompiledStep[] {
  return expectList(value, `${context.place}.steps`).flatMap((step, index) => {
    const place = `${context.place}, step ${index + 1}`;
    if (typeof step === 'string') return compileStep(step, undefined, { ...context, place });
    const entries = Object.entries(expectMap(step, place));
    const [entry, ...others] = entries;
    if (entry === undefined || others.length > 0) {
      throw new CompileError(place, 'a step is one name with its settings');
    }
    return compileStep(entry[0], entry[1], { ...context, place: `${place} (${entry[0]})` });
  });
}

function compileStep(name: string, settings: unknown, context: StepContext): CompiledStep[] {
  const { scope, place, options } = context;
  if (name === 'run') {
    return [compileRun(substitute(settings, scope, place, options), place, options)];
  }
  if (name === 'when' || name === 'unless') {
    const { condition, steps } = expectMap(settings, place);
    const holds = holdsCondition(substitute(condition, scope, place, options), place);
    return holds === (name === 'when') ? compileSteps(steps, context) : [];
  }
  if (passedSteps.includes(name)) return [{ kind: 'passed over', name }];
  return compileCall(name, settings, context);
}

function compileCall(name: string, settings: unknown, context: StepContext): CompiledStep[] {
  const { library, local, place, options, pipeline } = context;
  const [alias = '', inside] = name.split('/');
  const commands = inside === undefined ? local : library.orbs[alias]?.['commands'];
  const command = expectMap(commands, place)[inside ?? name];
  if (command === undefined) throw new CompileError(place, `there is no command "${name}"`);
  const { parameters, steps } = expectMap(command, place);
  const given = expectMap(substitute(settings, context.scope, place, options), place);
  const values = bindArguments(checkDeclarations(parameters, place), given, place);
  return compileSteps(steps, {
    ...context,
    scope: { ...pipeline, ...values },
    local: inside === undefined ? local : expectMap(commands, place),
  });
}

function compileRun(settings: unknown, place: string, options: SubstituteOptions): RunStep {
  const map = isYamlMap(settings) ? settings : { command: settings };
  expectKeys(map, runKeys, place);
  const { command, name, environment, shell, working_directory, when, background } = map;
  if (typeof command !== 'string') throw new CompileError(place, 'run needs a command');
  if (when !== undefined && when !== 'always' && when !== 'on_success' && when !== 'on_fail') {
    throw new CompileError(place, `"when" cannot be ${String(when)}`);
  }
  return {
    kind: 'run',
    name: typeof name === 'string' ? name : (command.split('\n')[0] ?? ''),
    command,
    environment: readEnvironment(environment, `${place}.environment`, options),
    shell: typeof shell === 'string' ? shell : undefined,
    workingDirectory: typeof working_directory === 'string' ? working_directory : undefined,
    when: when ?? 'on_success',
    isBackground: background === true,
  };
}
