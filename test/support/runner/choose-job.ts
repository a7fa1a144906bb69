import { CompileError, expectEntry, expectList, expectMap, type YamlMap } from './compile-error.ts';
import { holdsCondition } from './conditions.ts';
import type { Context } from './context.ts';
import { substitute } from './substitute.ts';

/** A job as a workflow runs it. */
export interface ChosenJob {
  /** Its own name in the workflow, else that of its definition. */
  readonly name: string;
  /** The name that its definition is found by. */
  readonly reference: string;
  readonly contexts: readonly string[];
  /** The arguments, as they were written. */
  readonly given: YamlMap;
  readonly preSteps: unknown;
  readonly postSteps: unknown;
}

const ignoredKeys = ['requires', 'filters', 'serial-group'];
const unsupportedKeys = ['matrix', 'override-with'];

/**
 * The job of that name among those that the workflows run, or their only one.
 * Throws `CompileError` when there is none or more than one, and on a matrix,
 * which this runner does not expand.
 */
export function chooseJob(value: unknown, wanted: string | undefined, context: Context): ChosenJob {
  const { version: _version, ...workflows } = expectMap(value, 'workflows');
  const all = Object.entries(workflows).flatMap(([name, body]) =>
    listJobs(name, expectMap(body, `workflow ${name}`), context),
  );
  const found = all.filter(({ name }) => wanted === undefined || name === wanted);
  const [first, second] = found;
  if (first === undefined) {
    const problem = `they run no job ${wanted ?? ''}`.trimEnd();
    throw new CompileError('workflows', problem + (all.length > 0 ? `, but ${list(all)}` : ''));
  }
  if (second !== undefined) {
    throw new CompileError('workflows', `they run several jobs (${list(found)}); name one`);
  }
  return first;
}

function list(jobs: readonly ChosenJob[]): string {
  return jobs.map(({ name }) => name).join(', ');
}

function listJobs(workflow: string, body: YamlMap, context: Context): ChosenJob[] {
  const place = `workflow ${workflow}`;
  const { when = true, unless = false } = body;
  const holds = (condition: unknown): boolean =>
    holdsCondition(substitute(condition, { ...context, place }), place);
  if (!holds(when) || holds(unless)) return [];
  return expectList(body['jobs'], `${place}.jobs`).flatMap((entry) => {
    const [reference, settings] = expectEntry(entry, place);
    const map = expectMap(settings, `${place}.${reference}`);
    return map['type'] === 'approval' ? [] : [readJob(reference, map, { ...context, place })];
  });
}

function readJob(reference: string, settings: YamlMap, outer: Context): ChosenJob {
  const context = { ...outer, place: `${outer.place}.${reference}` };
  const {
    name = reference,
    context: contexts = [],
    'pre-steps': preSteps,
    'post-steps': postSteps,
    ...others
  } = settings;
  const unsupported = unsupportedKeys.filter((key) => key in others);
  if (unsupported.length > 0) {
    const problem = `${unsupported.join(', ')} is not supported here; run the job once for each case`;
    throw new CompileError(context.place, problem);
  }
  return {
    name: String(substitute(name, context)),
    reference,
    contexts: [substitute(contexts, context)].flat().map(String),
    given: Object.fromEntries(Object.entries(others).filter(([key]) => !ignoredKeys.includes(key))),
    preSteps,
    postSteps,
  };
}
