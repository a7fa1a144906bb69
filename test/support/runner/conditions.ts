import { CompileError, expectKeys, expectList, isYamlMap, type YamlMap } from './compile-error.ts';

// CircleCI, "Using expressions": a text such as `pipeline.git.branch == "main"`.
const expression = /^\s*(?:not\s+|\()*(?:pipeline|parameters|matrix)\.[\w.]+/;

/**
 * Whether a condition of `when`/`unless` holds, its tags being filled in
 * (CircleCI, "Configuration reference", logic statements). Empty text, false, 0,
 * NaN and null are false. Throws `CompileError` on an unknown operator and on
 * what is no argument for it.
 */
export function holdsCondition(condition: unknown, place: string): boolean {
  if (condition instanceof Object && !isYamlMap(condition)) {
    throw new CompileError(place, 'a condition is a value or an operator');
  }
  if (typeof condition === 'string' && expression.test(condition)) {
    throw new CompileError(place, 'expressions are not supported here; write a logic statement');
  }
  if (!isYamlMap(condition)) return Boolean(condition);
  const [operator, ...others] = Object.keys(condition);
  if (operator === undefined || others.length > 0) {
    throw new CompileError(place, 'a condition has exactly one operator');
  }
  return holdsOperator(operator, condition[operator], `${place}.${operator}`);
}

function holdsOperator(operator: string, operand: unknown, place: string): boolean {
  const all = (): boolean[] =>
    expectSome(operand, place).map((item) => holdsCondition(item, place));
  switch (operator) {
    case 'and':
      return all().every(Boolean);
    case 'or':
      return all().some(Boolean);
    case 'not':
      return !holdsCondition(operand, place);
    case 'equal': {
      const [first, ...rest] = expectSome(operand, place);
      return rest.every((item) => item === first);
    }
    case 'matches':
      if (isYamlMap(operand)) return isMatch(operand, place);
      throw new CompileError(place, 'it needs a pattern and a value');
    default:
      throw new CompileError(place, 'there is no such operator');
  }
}

function expectSome(operand: unknown, place: string): readonly unknown[] {
  const items = expectList(operand, place);
  if (items.length === 0) throw new CompileError(place, 'it needs at least one value');
  return items;
}

/** The pattern is one of Java's and has to fit the whole value; here JavaScript reads it. */
function isMatch(operand: YamlMap, place: string): boolean {
  expectKeys(operand, ['pattern', 'value'], place);
  const { pattern, value } = operand;
  if (typeof pattern !== 'string' || typeof value !== 'string') {
    throw new CompileError(place, 'its pattern and its value are texts');
  }
  try {
    return new RegExp(`^(?:${pattern})$`).test(value);
  } catch {
    throw new CompileError(place, `"${pattern}" is not a pattern`);
  }
}
