import {
  type ContextVariable,
  type ContextWish,
  isSameRestriction,
  type Restriction,
} from './context-wish.ts';
import { findPinnedBranch } from './pinned-branch.ts';

/** A restriction that CircleCI tells. */
export interface FoundRestriction {
  readonly id: string;
  /** `project`, `expression`, `group`, or one that came later. */
  readonly type: string;
  readonly value: string;
  /** A project's or group's name; empty where CircleCI does not tell it. */
  readonly name: string;
}

/** A context as CircleCI tells it. */
export interface FoundContext {
  readonly id: string;
  /** The end of each variable's value, by the variable's name: CircleCI shows no more. */
  readonly endings: Readonly<Record<string, string>>;
  readonly restrictions: readonly FoundRestriction[];
}

/** What is known of a value whose end alone can be seen. */
export type ValueState = 'missing' | 'other' | 'same end' | 'unknown';

/** What it takes to make a context as it shall be. */
export interface ContextPlan {
  readonly wish: ContextWish;
  /** Undefined where there is none yet. */
  readonly id: string | undefined;
  readonly variables: readonly (ContextVariable & { readonly state: ValueState })[];
  readonly missing: readonly Restriction[];
  readonly present: readonly Restriction[];
  /** Those of others, which stay. */
  readonly others: readonly FoundRestriction[];
  /** Of the others those that no job can meet together with what is wished. */
  readonly conflicts: readonly FoundRestriction[];
  /** Names of variables there that jobs log in with too, and that are not wished; they stay. */
  readonly leftovers: readonly string[];
}

/** Compares a wish with what is there. */
export function planContext(wish: ContextWish, found: FoundContext | undefined): ContextPlan {
  const restrictions = found?.restrictions ?? [];
  const endings = found?.endings ?? {};
  const others = restrictions.filter(
    (each) => !wish.restrictions.some((wanted) => isSameRestriction(each, wanted)),
  );
  const isThere = (wanted: Restriction): boolean =>
    restrictions.some((each) => isSameRestriction(each, wanted));
  return {
    wish,
    id: found?.id,
    variables: wish.variables.map((variable) => ({
      ...variable,
      state: compareEnding(variable, endings),
    })),
    missing: wish.restrictions.filter((wanted) => !isThere(wanted)),
    present: wish.restrictions.filter(isThere),
    others,
    conflicts: others.filter((other) => wish.restrictions.some(excludes(other))),
    leftovers: Object.keys(endings).filter(
      (name) =>
        name.startsWith('VAULT_') && !wish.variables.some((variable) => variable.name === name),
    ),
  };
}

/** Whether no job can meet that restriction and the other: each one names another branch. */
function excludes(other: FoundRestriction): (wanted: Restriction) => boolean {
  const branch = findPinnedBranch(other);
  return (wanted) => {
    const wantedBranch = findPinnedBranch(wanted);
    return branch !== undefined && wantedBranch !== undefined && branch !== wantedBranch;
  };
}

function compareEnding(
  { name, value }: ContextVariable,
  endings: Readonly<Record<string, string>>,
): ValueState {
  const told = Object.hasOwn(endings, name) ? endings[name] : undefined;
  if (told === undefined) return 'missing';
  // What stands for the hidden part: crosses, stars or dots.
  const ending = told.replace(/^[x*•.]+/, '');
  if (ending === '') return 'unknown';
  return value.endsWith(ending) ? 'same end' : 'other';
}

/** The variable whose absence is a wish too: there is an option for it, and left out it means none. */
const namespaceVariable = 'VAULT_NAMESPACE';

/** Whether all that is wished is there, as far as that can be seen. */
export function hasAllWished({ id, variables, missing }: ContextPlan): boolean {
  const isSame = ({ state }: { readonly state: ValueState }): boolean =>
    state === 'same end' || state === 'unknown';
  return id !== undefined && missing.length === 0 && variables.every(isSame);
}

/** The same, and nothing is there that contradicts it. */
export function isFulfilled(plan: ContextPlan): boolean {
  const { conflicts, leftovers } = plan;
  return hasAllWished(plan) && conflicts.length === 0 && !leftovers.includes(namespaceVariable);
}
