import {
  CompileError,
  expectEntry,
  expectKeys,
  expectList,
  expectMap,
  findMember,
} from './compile-error.ts';
import { compileRun, type RunStep } from './compile-run.ts';
import { holdsCondition } from './conditions.ts';
import { type Context, Written } from './context.ts';
import { findDefinition } from './library.ts';
import { bindArguments, checkDeclarations, readArguments } from './parameters.ts';
import { substitute } from './substitute.ts';

/** A step that the runner runs, or one that it names and passes over. */
export type CompiledStep = RunStep | PassedStep;

/** `checkout`, caches, artifacts and the like: nothing that a shell would run. */
export interface PassedStep {
  readonly kind: 'passed over';
  readonly name: string;
}

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

/** Expands steps, or a tag that names some, into those that run. Throws `CompileError`. */
export function compileSteps(value: unknown, context: Context): CompiledStep[] {
  const steps = typeof value === 'string' ? substitute(value, context) : value;
  if (steps instanceof Written) return compileSteps(steps.value, steps.context);
  return expectList(steps, `${context.place}, steps`).flatMap((step, index) => {
    const place = `${context.place}, step ${index + 1}`;
    const [name, settings] = expectEntry(step, place);
    return compileStep(name, settings, { ...context, place: `${place} (${name})` });
  });
}

function compileStep(name: string, settings: unknown, context: Context): CompiledStep[] {
  if (name === 'run') {
    return [compileRun(substitute(settings, context), context.place, context.options)];
  }
  if (name === 'steps') return compileSteps(settings, context);
  if (name === 'when' || name === 'unless') return compileBranch(name, settings, context);
  // A command of the config's own goes before the step of that name.
  if (passedSteps.includes(name) && !findMember(context.library.commands, name)) {
    substitute(settings, context);
    return [{ kind: 'passed over', name }];
  }
  return compileCall(name, settings, context);
}

function compileBranch(
  name: 'when' | 'unless',
  settings: unknown,
  context: Context,
): CompiledStep[] {
  const { place } = context;
  const map = expectMap(settings, place);
  expectKeys(map, ['condition', 'steps'], place);
  if (!('condition' in map && 'steps' in map)) {
    throw new CompileError(place, 'it needs a condition and steps');
  }
  const holds = holdsCondition(substitute(map['condition'], context), place);
  return holds === (name === 'when') ? compileSteps(map['steps'], context) : [];
}

function compileCall(name: string, settings: unknown, caller: Context): CompiledStep[] {
  const { place, callers } = caller;
  const { body, library } = findDefinition('commands', name, caller.library, place);
  if (callers.includes(body)) throw new CompileError(place, 'the command calls itself');
  const home = { ...caller, library, callers: [...callers, body] };
  const declarations = checkDeclarations(body['parameters'], place);
  const given = readArguments(declarations, settings, caller);
  return compileSteps(body['steps'], { ...home, scope: bindArguments(declarations, given, home) });
}
