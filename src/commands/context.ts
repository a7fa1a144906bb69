import type { CircleCi, CircleCiAnswer } from '../administration-ports.ts';
import { describeAdministrationFailure } from '../core/administration/administration-failures.ts';
import {
  type ContextPlan,
  type FoundContext,
  planContext,
} from '../core/circleci-context/context-plan.ts';
import type { ContextWish } from '../core/circleci-context/context-wish.ts';
import {
  type CircleCiRefusal,
  explainCircleCiRefusal,
} from '../core/circleci-context/explain-refusal.ts';
import { Failed } from '../core/failure.ts';
import { getText, type JsonObject } from '../core/json.ts';
import { uuidShape } from '../core/uuid.ts';

/** Compares a wish with what CircleCI tells. Throws `Failed`. */
export async function inspectContext(circleCi: CircleCi, wish: ContextWish): Promise<ContextPlan> {
  const id = await findContext(circleCi, wish);
  return planContext(wish, id === undefined ? undefined : await readContext(circleCi, wish, id));
}

/** Makes the context as planned, and gives what it then is. Throws `Failed`. */
export async function applyContext(circleCi: CircleCi, plan: ContextPlan): Promise<ContextPlan> {
  const { wish } = plan;
  refuseConflicts(plan);
  const id = plan.id ?? (await createContext(circleCi, wish));
  // Before the values, so that no job of another project ever sees them.
  const known =
    plan.id === undefined ? planContext(wish, await readContext(circleCi, wish, id)) : plan;
  refuseConflicts(known);
  const made: string[] = [];
  for (const { type, value } of known.missing) {
    const body = { restriction_type: type, restriction_value: value };
    const answer = await circleCi.post(`context/${id}/restrictions`, body);
    // Somebody else may have been faster.
    if (!answer.granted && answer.refusal.status === 409) continue;
    const added = requireGrant(answer, `restrict the context ${wish.name} to ${type} ${value}`);
    made.push(getText(added, 'id') ?? '');
  }
  for (const { name, value } of wish.variables) {
    const answer = await circleCi.put(`context/${id}/environment-variable/${name}`, { value });
    requireGrant(answer, `store ${name} in the context ${wish.name}`);
  }
  const found = await readContext(circleCi, wish, id);
  const restrictions = await removeDoubles(circleCi, found, made);
  const kept = planContext(wish, { ...found, restrictions });
  requireKept(kept);
  return kept;
}

/**
 * Two runs at once may each have made the same restriction. Of those that are the same the
 * one with the least id stays, so that no two runs take away both.
 */
async function removeDoubles(
  circleCi: CircleCi,
  { id: context, restrictions }: FoundContext,
  made: readonly string[],
): Promise<FoundContext['restrictions']> {
  const doubles = restrictions.filter(
    ({ id, type, value }) =>
      uuidShape.test(id) &&
      made.includes(id) &&
      restrictions.some((other) => other.type === type && other.value === value && other.id < id),
  );
  // One that stays does no harm.
  for (const { id } of doubles) await circleCi.remove(`context/${context}/restrictions/${id}`);
  return restrictions.filter((each) => !doubles.includes(each));
}

/** Throws `Failed` where what others wished and this wish would let in no job together. */
function refuseConflicts({ wish, conflicts }: ContextPlan): void {
  const [conflict] = conflicts;
  if (conflict === undefined) return;
  throw new Failed([
    describeAdministrationFailure('RESOURCE_IN_THE_WAY', {
      what: `No job could use the context ${wish.name} then.`,
      why: `it is restricted to ${conflict.type} ${conflict.value} already, and every expression must hold`,
      next: [
        'remove that expression in CircleCI (Organization Settings > Contexts), and run the command again',
        'or give another --name: a context for each branch',
      ],
    }),
  ]);
}

async function findContext(circleCi: CircleCi, wish: ContextWish): Promise<string | undefined> {
  const { owner, name } = wish;
  const query =
    owner.id === undefined
      ? `owner-slug=${encodeURIComponent(owner.slug)}`
      : `owner-id=${encodeURIComponent(owner.id)}`;
  const contexts = requireGrant(
    await circleCi.list(`context?${query}`),
    `list the contexts of ${owner.slug ?? `the organization ${owner.id}`}`,
  );
  const ids = contexts.filter((context) => getText(context, 'name') === name).map(readId);
  const [id, ...others] = new Set(ids);
  if (others.length === 0) return id;
  throw new Failed([
    describeAdministrationFailure('CIRCLECI_REFUSED', {
      what: `There are ${ids.length} contexts ${name}.`,
      why: 'a job that uses the name gets one of them, and it cannot be told which',
      next: ['remove all but one of them, or give another --name'],
    }),
  ]);
}

async function createContext(circleCi: CircleCi, wish: ContextWish): Promise<string> {
  const { name, owner } = wish;
  const answer = await circleCi.post('context', {
    name,
    owner: { ...owner, type: 'organization' },
  });
  if (!answer.granted && answer.refusal.status === 409) {
    // Somebody else has made it meanwhile.
    const id = await findContext(circleCi, wish);
    if (id !== undefined) return id;
  }
  return readId(requireGrant(answer, `create the context ${name}`));
}

async function readContext(
  circleCi: CircleCi,
  { name }: ContextWish,
  id: string,
): Promise<FoundContext> {
  const [variables, restrictions] = await Promise.all([
    circleCi.list(`context/${id}/environment-variable`),
    circleCi.list(`context/${id}/restrictions`),
  ]);
  return {
    id,
    endings: Object.fromEntries(
      requireGrant(variables, `list the variables of the context ${name}`).map((variable) => [
        getText(variable, 'variable') ?? '',
        getText(variable, 'truncated_value') ?? '',
      ]),
    ),
    restrictions: requireGrant(restrictions, `list the restrictions of the context ${name}`).map(
      (restriction) => ({
        id: getText(restriction, 'id') ?? '',
        type: getText(restriction, 'restriction_type') ?? 'unknown',
        value: getText(restriction, 'restriction_value') ?? '',
        name: getText(restriction, 'name') ?? '',
      }),
    ),
  };
}

function readId(context: JsonObject): string {
  const id = getText(context, 'id') ?? '';
  if (uuidShape.test(id)) return id;
  throw new Failed([
    describeAdministrationFailure('CIRCLECI_ANSWER_UNEXPECTED', {
      what: 'CircleCI told a context without an id.',
      why: 'its answer has another shape than its API documents',
      next: ['run the command again; if it stays so, report it to the maintainers'],
    }),
  ]);
}

function requireKept({ wish, variables, missing }: ContextPlan): void {
  const lost = [
    // How much CircleCI shows of a value is its own affair: no ending proves a loss.
    ...variables.filter(({ state }) => state === 'missing').map(({ name }) => name),
    ...missing.map(({ type, value }) => `${type} ${value}`),
  ];
  if (lost.length === 0) return;
  throw new Failed([
    describeAdministrationFailure('CIRCLECI_ANSWER_UNEXPECTED', {
      what: `The context ${wish.name} is not as it was written: ${lost.join(', ')}.`,
      why: 'CircleCI took it, and tells something else now; somebody else may work on it',
      next: ['run the command again'],
    }),
  ]);
}

function requireGrant<Value>(answer: CircleCiAnswer<Value>, wanted: string): Value {
  if (answer.granted) return answer.value;
  const { refusal }: { readonly refusal: CircleCiRefusal } = answer;
  throw new Failed([explainCircleCiRefusal(refusal, wanted)]);
}
