import { CompileError, expectKeys, expectText, isYamlMap } from './compile-error.ts';
import type { SubstituteOptions } from './context.ts';
import { readEnvironment } from './substitute.ts';

/** A step that runs a command (CircleCI, "Configuration reference", run). */
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

/** Reads the settings of `run`, their tags being filled in. Throws `CompileError`. */
export function compileRun(settings: unknown, place: string, options: SubstituteOptions): RunStep {
  const map = isYamlMap(settings) ? settings : { command: settings };
  expectKeys(map, runKeys, place);
  const { environment, when = 'on_success', background = false } = map;
  const command = expectText(map['command'], `${place}.command`);
  if (command === undefined) throw new CompileError(place, 'run needs a command');
  if (when !== 'always' && when !== 'on_success' && when !== 'on_fail') {
    throw new CompileError(place, `"when" cannot be ${JSON.stringify(when)}`);
  }
  if (typeof background !== 'boolean') {
    throw new CompileError(place, '"background" must be a boolean');
  }
  return {
    kind: 'run',
    name: expectText(map['name'], `${place}.name`) ?? command,
    command,
    environment: readEnvironment(environment, `${place}.environment`, options),
    shell: expectText(map['shell'], `${place}.shell`),
    workingDirectory: expectText(map['working_directory'], `${place}.working_directory`),
    when,
    isBackground: background,
  };
}
