import type { Filled } from './fill-tags.ts';
import { asList, asMap, isYamlMap } from './yaml-values.ts';

/**
 * Whether a condition of `when`/`unless` may hold, and whether it may fail
 * (CircleCI, "Configuration reference", logic statements). Both where only the
 * running pipeline knows. Empty text, false, 0 and null are false.
 */
export function judgeCondition({ value, isFixed }: Filled): {
  readonly mayHold: boolean;
  readonly mayFail: boolean;
} {
  const holds = isFixed ? holdsCondition(value) : undefined;
  return { mayHold: holds !== false, mayFail: holds !== true };
}

/** Undefined for what this does not know. */
function holdsCondition(condition: unknown): boolean | undefined {
  if (!isYamlMap(condition)) return Boolean(condition);
  const [entry, ...others] = Object.entries(condition);
  if (entry === undefined || others.length > 0) return undefined;
  const [operator, operand] = entry;
  const judged = (): (boolean | undefined)[] => asList(operand).map(holdsCondition);
  switch (operator) {
    case 'and':
      return joinAll(judged());
    case 'or':
      return negate(joinAll(judged().map(negate)));
    case 'not':
      return negate(holdsCondition(operand));
    case 'equal': {
      const [first, ...rest] = asList(operand);
      return rest.every((item) => item === first);
    }
    case 'matches':
      return matches(operand);
    default:
      return undefined;
  }
}

function negate(holds: boolean | undefined): boolean | undefined {
  return holds === undefined ? undefined : !holds;
}

function joinAll(judged: readonly (boolean | undefined)[]): boolean | undefined {
  if (judged.includes(false)) return false;
  return judged.includes(undefined) ? undefined : true;
}

/** The pattern is one of Java's and has to fit the whole value; one that is not JavaScript's is not known. */
function matches(operand: unknown): boolean | undefined {
  const { pattern, value } = asMap(operand);
  if (typeof pattern !== 'string' || typeof value !== 'string') return undefined;
  try {
    return new RegExp(`^(?:${pattern})$`).test(value);
  } catch {
    return undefined;
  }
}
