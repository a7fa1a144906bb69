import { addBehind, addPair } from './add-entries.ts';
import { type ConfigSource, findValue } from './config-source.ts';
import {
  type ConfigList,
  type ConfigMap,
  type ConfigNode,
  findEnd,
  getValue,
  readText,
} from './config-tree.ts';
import { type Insertion, insertLinesAfter, measureColumn } from './insertion.ts';
import { refuseConfig } from './refusal.ts';
import { indentLines, writeScalar } from './yaml-text.ts';

/** Gives the context to a job wherever workflows run it; undefined when none does. Throws `Failed`. */
export function addContext(
  source: ConfigSource,
  job: string,
  context: string,
): readonly Insertion[] | undefined {
  const workflows = getValue(source.root, 'workflows');
  if (workflows === undefined || workflows.kind === 'gap') {
    // Where a config has none, CircleCI runs its job "build"; a workflow of another would stop that.
    return job === 'build' ? [addWorkflow(source, workflows, context)] : undefined;
  }
  if (workflows.kind !== 'map') throw refuseConfig('its workflows are no map of names');
  const places = workflows.pairs.flatMap(({ value: workflow }) => {
    const jobs = source.resolve(getValue(source.resolve(workflow), 'jobs'));
    if (jobs?.kind !== 'list') return [];
    return jobs.items
      .filter(({ value }) => runsJob(source.resolve(value), job))
      .map(({ value }) => ({ entry: value, path: [workflows, workflow, jobs] }));
  });
  if (places.length === 0) return undefined;
  return places.flatMap(({ entry, path }) => {
    const list = path.at(-1);
    const insertions = list?.kind === 'list' ? addToEntry(source, list, entry, job, context) : [];
    if (insertions.length > 0) source.requireOwn([...path, entry]);
    return insertions;
  });
}

function runsJob(entry: ConfigNode | undefined, job: string): boolean {
  return readText(entry) === job || getValue(entry, job) !== undefined;
}

function addToEntry(
  source: ConfigSource,
  list: ConfigList,
  entry: ConfigNode,
  job: string,
  context: string,
): Insertion[] {
  const { text } = source;
  const pair = `context: ${writeScalar(context)}`;
  if (entry.kind === 'alias') {
    if (hasContext(source, getValue(source.resolve(entry), job), context)) return [];
    throw refuseConfig(`a workflow runs the job ${job} by the alias *${entry.name}`);
  }
  if (entry.kind === 'scalar') {
    if (entry.anchor !== undefined) {
      throw refuseConfig(`a workflow runs the job ${job} with the anchor &${entry.anchor}`);
    }
    if (list.isFlow) {
      return [
        { offset: entry.start, text: '{' },
        { offset: entry.end, text: `: {${pair}}}` },
      ];
    }
    return [{ offset: entry.end, text: ':' }, addBelow(text, entry.start, entry.end, pair)];
  }
  const settings = getValue(entry, job);
  if (hasContext(source, settings, context)) return [];
  if (settings?.kind === 'gap' && entry.kind === 'map' && !entry.isFlow && !list.isFlow) {
    return [addBelow(text, entry.start, settings.start, pair)];
  }
  if (settings?.kind !== 'map') {
    throw refuseConfig(`what a workflow gives to the job ${job} is no map`);
  }
  source.requireOwn([settings]);
  const own = findValue(source, settings, 'context');
  if (own === undefined) return [addPair(text, settings, { lines: [pair], flow: pair })];
  if (own.isMerged) throw refuseConfig(`the contexts of the job ${job} come by a merge (<<)`);
  source.requireOwn([own.value]);
  return addToContexts(text, own.value, context);
}

/** A line two columns deeper than a key, behind the line on which something ends. */
function addBelow(text: string, key: number, end: number, line: string): Insertion {
  return insertLinesAfter(text, end, indentLines(measureColumn(text, key) + 2, [line]));
}

/** Puts it behind the others, since of two contexts with one variable the later one counts. */
function addToContexts(text: string, contexts: ConfigNode, context: string): Insertion[] {
  const flow = writeScalar(context);
  if (contexts.kind === 'list') {
    return [addBehind(text, contexts, contexts.items.length - 1, { lines: [flow], flow })];
  }
  const written = text.slice(contexts.start, contexts.end);
  const isSimple = contexts.kind === 'scalar' && (contexts.isQuoted || !/[,[\]{}\n]/.test(written));
  if (!isSimple || /^[|>]/.test(written))
    throw refuseConfig('a context is given in an unusual way');
  return [
    { offset: contexts.start, text: '[' },
    { offset: contexts.end, text: `, ${flow}]` },
  ];
}

function hasContext(
  source: ConfigSource,
  settings: ConfigNode | undefined,
  context: string,
): boolean {
  const found = findValue(source, source.resolve(settings), 'context');
  const contexts = source.resolve(found?.value);
  if (contexts?.kind !== 'list') return readText(contexts) === context;
  return contexts.items.some(({ value }) => readText(source.resolve(value)) === context);
}

/** Names the job "build", in the place of no workflows. */
function addWorkflow(
  { text, root }: ConfigSource,
  gap: ConfigNode | undefined,
  context: string,
): Insertion {
  const pair = `context: ${writeScalar(context)}`;
  if (root.isFlow) {
    if (gap !== undefined) throw refuseConfig('its workflows are empty');
    return addPair(text, root, {
      lines: [],
      flow: `workflows: {main: {jobs: [{build: {${pair}}}]}}`,
    });
  }
  const lines = ['  main:', '    jobs:', '      - build:', `          ${pair}`];
  if (gap !== undefined) return insertLinesAfter(text, gap.end, lines);
  return insertLinesAfter(text, findTextEnd(text, root), ['', 'workflows:', ...lines]);
}

/** Where the text ends, or the line that says so (`...`; YAML 1.1, 4.3.4). */
function findTextEnd(text: string, root: ConfigMap): number {
  const end = findEnd(root);
  const mark = /^\.\.\.(?=\s|$)/m.exec(text.slice(end));
  return mark === null ? text.length : end + mark.index;
}
