import { toOneLine } from '../plain-text.ts';
import type { ContextPlan, FoundRestriction, ValueState } from './context-plan.ts';

const valueNotes: Readonly<Record<ValueState, readonly [sign: string, note: string]>> = {
  missing: ['+', ''],
  other: ['~', ' (what CircleCI shows of the value there ends otherwise)'],
  'same end': [
    '=',
    ' (its end is the same; it is written again, for CircleCI shows no more of it)',
  ],
  unknown: ['=', ' (CircleCI does not show its value; it is written again)'],
};

/**
 * The plan as lines for a person: `+` is made, `~` changes, `=` is there, `!` is there and
 * may be in the way. Whatever others wrote there, each thing is one line.
 */
export function renderContextPlan(plan: ContextPlan): string {
  const { wish, id, variables, missing, present, others, conflicts, leftovers } = plan;
  const owner = wish.owner.slug ?? `the organization ${wish.owner.id}`;
  return [
    `${id === undefined ? '+' : '='} context ${wish.name} of ${owner}${id === undefined ? '' : ` (${id})`}`,
    ...variables.map(({ name, value, state }) => {
      const [sign, note] = valueNotes[state];
      return `  ${sign} ${name} = ${value}${note}`;
    }),
    ...missing.map(({ type, value }) => `  + restriction: ${type} ${value}`),
    ...present.map(({ type, value }) => `  = restriction: ${type} ${value}`),
    ...others.map(
      (other) =>
        `  ${conflicts.includes(other) ? '!' : '='} restriction: ${nameRestriction(other)} (not of this command; it stays)`,
    ),
    ...leftovers.map((name) => `  ! ${name} (not of this command; it stays, and jobs read it)`),
  ]
    .map(toOneLine)
    .join('\n');
}

/** What the reader should know beside the plan. */
export function listNotes(plan: ContextPlan): string[] {
  const { wish, others, conflicts, leftovers } = plan;
  const kinds = new Set(wish.restrictions.map(({ type }) => type));
  const otherProjects = others.filter(({ type }) => type === 'project');
  return [
    'what a context holds is masked: the address and the role appear as **** in the logs of its jobs',
    ...(kinds.size === 0 && others.every(({ type }) => type === 'group')
      ? ['no restriction by project or expression: jobs of every project may use the context']
      : []),
    ...(others.some(({ type }) => type === 'expression')
      ? ['of several expressions each one must hold: those of others count too']
      : []),
    ...(otherProjects.length > 0 && kinds.has('project')
      ? ['of several projects each one is let in: those of others still are']
      : []),
    ...(otherProjects.length > 0 && !kinds.has('project')
      ? ['the context is restricted to projects already: the job must be of one of them']
      : []),
    ...(conflicts.length > 0
      ? ['no job meets both branches: remove the expression that is marked with "!" in CircleCI']
      : []),
    ...(leftovers.length > 0
      ? [
          `jobs read what else the context holds too: remove ${leftovers.join(', ')} in CircleCI unless it is meant`,
        ]
      : []),
    ...listLockOuts(plan),
  ];
}

/** Whom a context that is there already keeps out from now on. */
function listLockOuts({ id, missing, present, others }: ContextPlan): string[] {
  if (id === undefined) return [];
  const isFirst = [...present, ...others].every(({ type }) => type !== 'project');
  const isAdded = (type: string): boolean => missing.some((each) => each.type === type);
  return [
    ...(isAdded('project') && isFirst
      ? ['the context was open to every project: jobs of others that use it will fail']
      : []),
    ...(isAdded('expression')
      ? ['the context is there already: jobs that use it and do not meet the expression will fail']
      : []),
  ];
}

function nameRestriction({ type, value, name }: FoundRestriction): string {
  return [type, name === '' ? value : `${name} (${value})`].join(' ');
}
