import { CompileError, isYamlMap, type YamlMap } from './compile-error.ts';
import { type Context, Written } from './context.ts';
import { findDefinition } from './library.ts';
import { bindArguments, checkDeclarations, readArguments } from './parameters.ts';
import { substitute } from './substitute.ts';

/**
 * The settings of the executor that a job names, alone or with arguments, filled
 * in (CircleCI, "Reusing config", executors). Throws `CompileError`.
 */
export function resolveExecutor(value: unknown, caller: Context): YamlMap {
  const { name: reference, ...settings } = isYamlMap(value) ? value : { name: value };
  const name = substitute(reference, caller);
  if (name instanceof Written) return resolveExecutor(name.value, name.context);
  if (typeof name !== 'string') throw new CompileError(caller.place, 'an executor has a name');
  const { body, library } = findDefinition('executors', name, caller.library, caller.place);
  const { parameters, description: _description, ...rest } = body;
  const declarations = checkDeclarations(parameters, caller.place);
  const given = readArguments(declarations, settings, caller);
  const scope = bindArguments(declarations, given, { ...caller, library });
  const context = { ...caller, scope };
  return Object.fromEntries(
    Object.entries(rest).map(([key, setting]) => [key, substitute(setting, context)]),
  );
}
