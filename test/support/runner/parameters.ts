import { CompileError, expectKeys, expectList, expectMap, type YamlMap } from './compile-error.ts';

const namePattern = /^[a-z][a-z0-9_-]*$/;
const variablePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Whether a value fits a parameter type (CircleCI, "Reusing config", parameter types). */
const fitTests: Readonly<Record<string, (value: unknown, choices: readonly unknown[]) => boolean>> =
  {
    string: (value) => typeof value === 'string',
    boolean: (value) => typeof value === 'boolean',
    integer: (value) => Number.isInteger(value),
    enum: (value, choices) => choices.includes(value),
    env_var_name: (value) => typeof value === 'string' && variablePattern.test(value),
    steps: (value) => Array.isArray(value),
    executor: (value) => typeof value === 'string' || typeof value === 'object',
  };

/** Throws `CompileError` unless the text can name a command, job, executor or parameter. */
export function expectName(name: string, place: string): void {
  if (!namePattern.test(name)) throw new CompileError(place, `"${name}" is not a valid name`);
}

/** Throws `CompileError` for a declaration of parameters that CircleCI would refuse. */
export function checkDeclarations(value: unknown, place: string): YamlMap {
  const declarations = expectMap(value, `${place}.parameters`);
  for (const [name, declaration] of Object.entries(declarations)) {
    const where = `${place}.parameters.${name}`;
    expectName(name, where);
    const facts = expectMap(declaration, where);
    expectKeys(facts, ['type', 'default', 'description', 'enum'], where);
    const isFitting = fitTests[String(facts['type'])];
    if (isFitting === undefined)
      throw new CompileError(where, `unknown type ${String(facts['type'])}`);
    const choices = expectList(facts['enum'], `${where}.enum`);
    if (facts['type'] === 'enum' && choices.length === 0) {
      throw new CompileError(where, 'an enum needs its list');
    }
    if (facts['default'] !== undefined && !isFitting(facts['default'], choices)) {
      throw new CompileError(where, `the default is not of type ${String(facts['type'])}`);
    }
  }
  return declarations;
}

/**
 * The values of the parameters, by `parameters.<name>`. Throws `CompileError` on
 * an unknown or missing argument, a wrong type, and a value outside an enum.
 */
export function bindArguments(
  declarations: YamlMap,
  given: YamlMap,
  place: string,
): Record<string, unknown> {
  expectKeys(given, Object.keys(declarations), `${place}: arguments`);
  return Object.fromEntries(
    Object.entries(declarations).map(([name, declaration]) => {
      const facts = expectMap(declaration, place);
      const value = given[name] ?? facts['default'];
      if (value === undefined) {
        throw new CompileError(place, `the parameter "${name}" is required`);
      }
      const type = String(facts['type']);
      if (!fitTests[type]?.(value, expectList(facts['enum'], place))) {
        throw new CompileError(place, `the parameter "${name}" is not of type ${type}`);
      }
      return [`parameters.${name}`, value];
    }),
  );
}
