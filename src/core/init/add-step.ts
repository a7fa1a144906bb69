import { scanStatements } from '../references/scan.ts';
import { addBehind, addFirst, type Entry } from './add-entries.ts';
import { type ConfigSource, findValue } from './config-source.ts';
import { type ConfigNode, getValue, listNodes, readText } from './config-tree.ts';
import type { Insertion } from './insertion.ts';
import { refuseConfig } from './refusal.ts';
import { escapeTags, indentLines, listLines } from './yaml-text.ts';

/** The job that gets the step: the one named, else the only one, else the only one that has it. Throws `Failed`. */
export function chooseJob(source: ConfigSource, wanted: string, command: string): string {
  const jobs = source.resolve(getValue(source.root, 'jobs'));
  const names = jobs?.kind === 'map' ? jobs.pairs.map(({ key }) => key) : [];
  const told =
    names.length === 0 ? 'it has no jobs of its own' : `its jobs are ${names.join(', ')}`;
  if (wanted !== '') {
    if (names.includes(wanted)) return wanted;
    throw refuseConfig(`it has no job ${wanted}; ${told}`, 'name another with --job');
  }
  const having = names.filter((name) => hasStep(source, getValue(jobs, name), command));
  const [only, ...others] = having.length > 0 ? having : names;
  if (only !== undefined && others.length === 0) return only;
  throw refuseConfig(told, 'name the job that needs the secrets with --job');
}

/** The references of a step: which, and whether one that is there must have them. */
interface SecretsWish {
  readonly secrets: string;
  readonly requiresSecrets: boolean;
}

/** Adds the step to a job behind its checkout, else in front, unless it is there. Throws `Failed`. */
export function addStep(
  source: ConfigSource,
  name: string,
  command: string,
  { secrets, requiresSecrets }: SecretsWish,
): readonly Insertion[] {
  const { text, root } = source;
  const jobs = getValue(root, 'jobs');
  const job = getValue(source.resolve(jobs), name);
  const calls = listCalls(source, job, command);
  if (requiresSecrets && calls.length > 0) requireReferences(source, name, calls, secrets);
  if (calls.length > 0) return [];
  const found = findValue(source, source.resolve(job), 'steps');
  if (jobs?.kind !== 'map' || job?.kind !== 'map' || found === undefined) {
    throw refuseConfig(`the job ${name} has no steps of its own`);
  }
  const { value: steps, isMerged } = found;
  if (isMerged) throw refuseConfig(`the job ${name} gets its steps by a merge (<<)`);
  if (steps.kind === 'alias') {
    throw refuseConfig(`the steps of the job ${name} are shared: *${steps.name}`);
  }
  if (steps.kind !== 'list') throw refuseConfig(`the steps of the job ${name} are no list`);
  source.requireOwn([jobs, job, steps]);
  const place = steps.items.findIndex(({ value }) => isCheckout(source.resolve(value)));
  const entry = writeStep(command, secrets);
  return [place === -1 ? addFirst(text, steps, entry) : addBehind(text, steps, place, entry)];
}

function writeStep(command: string, secrets: string): Entry {
  const lines = listLines(escapeTags(secrets));
  const flowText = JSON.stringify(lines.join('\n'));
  return {
    lines: [`${command}:`, '    secrets: |', ...indentLines(6, lines)].map((line, place) =>
      place === 0 ? line : line.slice(2),
    ),
    flow: `{${command}: {secrets: ${flowText}}}`,
  };
}

function isCheckout(step: ConfigNode | undefined): boolean {
  return readText(step) === 'checkout' || getValue(step, 'checkout') !== undefined;
}

/** Throws `Failed` when the calls of the command do not load all of these. */
function requireReferences(
  source: ConfigSource,
  name: string,
  calls: readonly ConfigNode[],
  secrets: string,
): void {
  const given = calls.map((call) => readText(source.resolve(getValue(call, 'secrets'))) ?? '');
  const there = new Set(given.flatMap(normalizeReferences));
  if (normalizeReferences(escapeTags(secrets)).every((reference) => there.has(reference))) return;
  throw refuseConfig(
    `the job ${name} loads other secrets already, in a step that is not init's to change`,
    'add the references to that step by hand, or leave --secrets out',
  );
}

/** Each reference as its words, however they are spaced. */
function normalizeReferences(secrets: string): string[] {
  return scanStatements(secrets).map(({ tokens }) => JSON.stringify(tokens));
}

function hasStep(source: ConfigSource, job: ConfigNode | undefined, command: string): boolean {
  return listCalls(source, job, command).length > 0;
}

/** What the steps of the job, and of its conditions, give to the command. */
function listCalls(
  source: ConfigSource,
  job: ConfigNode | undefined,
  command: string,
): ConfigNode[] {
  const list = source.resolve(findValue(source, source.resolve(job), 'steps')?.value);
  const nodes = list === undefined ? [] : listNodes(list);
  return nodes.flatMap((node) => {
    const call = getValue(source.resolve(node), command);
    return source.resolve(call) ?? [];
  });
}
