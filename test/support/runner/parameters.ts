import {
  CompileError,
  expectKeys,
  expectList,
  expectMap,
  findMember,
  isYamlMap,
  type YamlMap,
} from './compile-error.ts';
import { type Context, type Scope, Written } from './context.ts';
import { substitute } from './substitute.ts';

const namePattern = /^[a-z][a-z0-9_-]*$/;
const variablePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;

type FitTest = (value: unknown, choices: readonly unknown[]) => boolean;

/** Whether a value fits a parameter type (CircleCI, "Reusing config", parameter types). */
const fitTests: Readonly<Record<string, FitTest>> = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isInteger(value),
  enum: (value, choices) => choices.includes(value),
  env_var_name: (value) => typeof value === 'string' && variablePattern.test(value),
  steps: (value) => Array.isArray(value),
  executor: (value) => typeof value === 'string' || isYamlMap(value),
};

/** Their arguments keep the meaning of the place that wrote them. */
const writtenTypes: readonly unknown[] = ['steps', 'executor'];

/** The types of the pipeline's and the executors' parameters. */
export const plainTypes: readonly string[] = ['string', 'boolean', 'integer', 'enum'];

const allTypes = Object.keys(fitTests);

/** Throws `CompileError` unless the text can name a command, job, executor or parameter. */
export function expectName(name: string, place: string): void {
  if (!namePattern.test(name)) throw new CompileError(place, `"${name}" is not a valid name`);
}

/** Throws `CompileError` for a declaration of parameters that CircleCI would refuse. */
export function checkDeclarations(
  value: unknown,
  place: string,
  types: readonly string[] = allTypes,
): YamlMap {
  const declarations = expectMap(value, `${place}.parameters`);
  for (const [name, declaration] of Object.entries(declarations)) {
    const where = `${place}.parameters.${name}`;
    expectName(name, where);
    const facts = expectMap(declaration, where);
    expectKeys(facts, ['type', 'default', 'description', 'enum'], where);
    const type = String(facts['type']);
    if (!types.includes(type)) throw new CompileError(where, `there is no type "${type}" here`);
    if ((type === 'enum') !== expectList(facts['enum'], where).length > 0) {
      throw new CompileError(where, 'an enum, and nothing else, has a list of values');
    }
    if (facts['default'] !== undefined) expectFit(facts['default'], facts, 'the default', where);
  }
  return declarations;
}

/** Throws `CompileError` unless the value is of the declared type. */
export function expectFit(value: unknown, facts: YamlMap, what: string, place: string): void {
  const type = String(facts['type']);
  const choices = expectList(facts['enum'], place);
  const bare = value instanceof Written ? value.value : value;
  if (findMember(fitTests, type)?.(bare, choices)) return;
  const expected = type === 'enum' ? `enum (${choices.join(', ')})` : type;
  throw new CompileError(
    place,
    `Type error for ${what}: expected type: ${expected}, actual value: ${JSON.stringify(bare)}`,
  );
}

/**
 * What a call gives, filled in where the call stands. Throws `CompileError` when
 * it gives what is not declared.
 */
export function readArguments(declarations: YamlMap, settings: unknown, caller: Context): YamlMap {
  const given = Object.entries(expectMap(settings, caller.place));
  const unexpected = given.map(([name]) => name).filter((name) => !findMember(declarations, name));
  if (unexpected.length > 0) {
    throw new CompileError(caller.place, `Unexpected argument(s): ${unexpected.join(', ')}`);
  }
  return Object.fromEntries(
    given.map(([name, value]) => {
      const { type } = expectMap(declarations[name], caller.place);
      const context = { ...caller, place: `${caller.place}.${name}` };
      return [name, readArgument(value, type, context)];
    }),
  );
}

function readArgument(value: unknown, type: unknown, context: Context): unknown {
  if (!writtenTypes.includes(type)) return substitute(value, context);
  const passed = typeof value === 'string' ? substitute(value, context) : value;
  return passed instanceof Written ? passed : new Written(value, context);
}

/**
 * The scope inside what is called: its parameters, by `parameters.<name>`, and
 * the values of its own config. `home` is where the definition stands. Throws
 * `CompileError` on a missing argument and on a wrong type.
 */
export function bindArguments(declarations: YamlMap, given: YamlMap, home: Context): Scope {
  const { place, library } = home;
  const missing = Object.keys(declarations).filter(
    (name) =>
      !Object.hasOwn(given, name) && expectMap(declarations[name], place)['default'] === undefined,
  );
  if (missing.length > 0) {
    throw new CompileError(place, `Missing required argument(s): ${missing.join(', ')}`);
  }
  const bound = Object.entries(declarations).map(([name, declaration]) => {
    const facts = expectMap(declaration, place);
    const value = Object.hasOwn(given, name) ? given[name] : readDefault(facts, home);
    expectFit(value, facts, `argument ${name}`, place);
    return [`parameters.${name}`, value];
  });
  return { ...library.values, ...Object.fromEntries(bound) };
}

function readDefault(facts: YamlMap, home: Context): unknown {
  const value = facts['default'];
  return writtenTypes.includes(facts['type'])
    ? new Written(value, { ...home, scope: home.library.values })
    : value;
}
