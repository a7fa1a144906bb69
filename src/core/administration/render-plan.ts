import { isJsonObject, type JsonObject, stringifyJson } from '../json.ts';
import { toOneLine } from '../plain-text.ts';
import type { FieldChange } from './compare-fields.ts';
import { nameResource, type Resource } from './resource.ts';
import type { Step } from './step.ts';

const marks = {
  make: { sign: '+', color: 32 },
  change: { sign: '~', color: 33 },
  'as it is': { sign: '=', color: 2 },
  'in the way': { sign: '!', color: 31 },
} as const;

/** The plan as a person reads it: one block a step, then the sum of them. */
export function renderPlan(steps: readonly Step[], hasColor: boolean): string {
  const blocks = steps.map((step) => {
    const { sign, color } = marks[step.state];
    const paint = (line: string): string => (hasColor ? `\u001b[${color}m${line}\u001b[0m` : line);
    // Policies and fields are whatever somebody wrote into Vault.
    const [title = '', ...lines] = renderStep(step).map(toOneLine);
    return [paint(`${sign} ${title}`), ...lines.map((line) => `    ${line}`)].join('\n');
  });
  return [...blocks, sumUp(steps)].join('\n');
}

function renderStep(step: Step): string[] {
  const name = nameResource(step.resource);
  switch (step.state) {
    case 'make':
      return [name, ...renderNew(step.resource)];
    case 'change':
      return [name, ...step.changes.flatMap(renderChange), ...renderKept(step.kept)];
    case 'as it is':
      return [`${name}: as it is`, ...renderKept(step.kept)];
    case 'in the way':
      return [`${name}: ${step.failure.why}`];
  }
}

function renderNew(resource: Resource): string[] {
  switch (resource.kind) {
    case 'policy':
      return listRules(resource.text);
    case 'auth config':
    case 'role':
      return Object.entries(resource.fields).flatMap(([field, value]) =>
        isJsonObject(value)
          ? Object.entries(value).map(([name, member]) => `${field} "${name}" = ${show(member)}`)
          : [`${field} = ${show(value)}`],
      );
    case 'secret':
      return [`keys: ${Object.keys(resource.values).join(', ')}`];
    default:
      return [];
  }
}

function renderChange({ field, from, to }: FieldChange): string[] {
  if (field !== 'policy') return [`${field}: ${show(from)} → ${show(to)}`];
  const old = listRules(String(from));
  const wished = listRules(String(to));
  return [
    ...old.filter((line) => !wished.includes(line)).map((line) => `- ${line}`),
    ...wished.filter((line) => !old.includes(line)).map((line) => `+ ${line}`),
  ];
}

function renderKept(kept: JsonObject): string[] {
  return Object.entries(kept).map(
    ([field, value]) => `${field} = ${show(value)} stays, as somebody set it`,
  );
}

const longestValue = 300;

function show(value: unknown): string {
  if (value === undefined) return '(none)';
  const text = stringifyJson(value);
  return text.length <= longestValue ? text : `${text.slice(0, longestValue)}…`;
}

/** A policy's rules, each on one line. */
function listRules(policy: string): string[] {
  return policy
    .replace(/\{[^{}]*\}/g, (block) => block.replace(/\s+/g, ' '))
    .split('\n')
    .filter((line) => line.trim() !== '');
}

/** Such as `2 to make, 1 to change, 3 as they are`. */
function sumUp(steps: readonly Step[]): string {
  const count = (state: Step['state']): number =>
    steps.filter((step) => step.state === state).length;
  const parts = [
    [count('make'), 'to make'],
    [count('change'), 'to change'],
    [count('as it is'), 'right as it is'],
    [count('in the way'), 'that cannot be set up'],
  ] as const;
  return parts
    .filter(([number]) => number > 0)
    .map(([number, what]) => `${number} ${what}`)
    .join(', ');
}

/** The plan as data for machines; a secret's values are not in it. */
export function describePlan(steps: readonly Step[]): JsonObject[] {
  return steps.map(describeStep);
}

function describeStep(step: Step): JsonObject {
  const resource = describeResource(step.resource);
  const facts = { name: nameResource(step.resource), state: step.state, resource };
  switch (step.state) {
    case 'make':
      return facts;
    case 'change':
      return { ...facts, changes: step.changes.map(describeChange), kept: step.kept };
    case 'as it is':
      return { ...facts, kept: step.kept };
    case 'in the way':
      return { ...facts, failure: step.failure };
  }
}

function describeResource(resource: Resource): object {
  if (resource.kind !== 'secret') return resource;
  const { values, ...place } = resource;
  return { ...place, keys: Object.keys(values) };
}

function describeChange({ field, from, to }: FieldChange): JsonObject {
  return { field, from: from ?? null, to: to ?? null };
}
