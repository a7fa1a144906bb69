import { chooseJob } from './choose-job.ts';
import { CompileError, expectMap, expectText, type YamlMap } from './compile-error.ts';
import { type CompiledStep, compileSteps } from './compile-steps.ts';
import type { Context, Scope, SubstituteOptions } from './context.ts';
import { findDefinition, parseDocument, readLibrary } from './library.ts';
import {
  bindArguments,
  checkDeclarations,
  expectFit,
  plainTypes,
  readArguments,
} from './parameters.ts';
import { resolveExecutor } from './resolve-executor.ts';
import { readEnvironment, substitute } from './substitute.ts';

/** A config and the orbs that it names. */
export interface JobSource {
  /** The config's YAML text. */
  readonly config: string;
  /** Orb YAML by its name without a version, such as `org/vault-oidc`. */
  readonly orbs: Readonly<Record<string, string>>;
  /** The job to compile, by its name in the workflow; may be left out when they run but one. */
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

/**
 * Compiles one job as CircleCI does: every command expanded, every tag filled in.
 * Throws `CompileError` on what CircleCI would refuse, and on the few things that
 * this runner does not know, which the message then says.
 */
export function compileJob(source: JobSource): CompiledJob {
  const options: SubstituteOptions = { booleansAs: source.booleansAs ?? 'true/false' };
  // Unknown keys at the top are left alone, as CircleCI does: people keep YAML anchors there.
  const config = parseDocument(source.config, 'config');
  const values = readPipelineValues(config['parameters'], source.pipelineValues ?? {});
  const library = readLibrary(config, { orbs: source.orbs, values, options }, 'config');
  const workflow: Context = { scope: values, library, place: 'workflows', options, callers: [] };
  const chosen = chooseJob(config['workflows'], source.job, workflow);
  const caller = { ...workflow, place: `job ${chosen.name}` };
  const job = findDefinition('jobs', chosen.reference, library, caller.place);
  const home = { ...caller, library: job.library };
  const declarations = checkDeclarations(job.body['parameters'], home.place);
  const given = readArguments(declarations, chosen.given, caller);
  const context = { ...home, scope: bindArguments(declarations, given, home) };
  const { environment, shell, working_directory } = readSettings(job.body, context);
  return {
    name: chosen.name,
    contexts: chosen.contexts,
    environment: readEnvironment(environment, `${home.place}.environment`, options),
    shell: expectText(shell, `${home.place}.shell`),
    workingDirectory: expectText(working_directory, `${home.place}.working_directory`),
    steps: [
      ...compileSteps(chosen.preSteps, { ...caller, place: `${caller.place}, before` }),
      ...compileSteps(job.body['steps'], context),
      ...compileSteps(chosen.postSteps, { ...caller, place: `${caller.place}, after` }),
    ],
  };
}

/** The values that tags may name anywhere in the config, its own parameters among them. */
function readPipelineValues(value: unknown, given: Scope): Scope {
  const declarations = checkDeclarations(value, 'config', plainTypes);
  const parameters = Object.entries(declarations).map(([name, declaration]) => {
    const place = `config.parameters.${name}`;
    const facts = expectMap(declaration, place);
    const key = `pipeline.parameters.${name}`;
    const bound = Object.hasOwn(given, key) ? given[key] : facts['default'];
    if (bound === undefined) throw new CompileError(place, 'it needs a default');
    expectFit(bound, facts, `argument ${name}`, place);
    return [key, bound];
  });
  return { ...given, ...Object.fromEntries(parameters) };
}

/** What a job states, over what its executor does; the environments of both are joined. */
function readSettings(body: YamlMap, context: Context): YamlMap {
  const { executor, parameters: _p, description: _d, steps: _s, ...rest } = body;
  const own = expectMap(substitute(rest, context), context.place);
  const base = executor === undefined ? {} : resolveExecutor(executor, context);
  const settings: YamlMap = {
    ...base,
    ...own,
    environment: {
      ...expectMap(base['environment'], context.place),
      ...expectMap(own['environment'], context.place),
    },
  };
  if (!['docker', 'machine', 'macos'].some((kind) => kind in settings)) {
    throw new CompileError(context.place, 'it needs docker, machine, macos or an executor');
  }
  return settings;
}
