import { CompileError, expectList, isYamlMap } from './compile-error.ts';

/**
 * Whether a condition of `when`/`unless` holds, its tags being filled in
 * (CircleCI, "Configuration reference", logic statements). Empty text, false, 0
 * and null are false. Throws `CompileError` on an unknown operator.
 */
export function holdsCondition(condition: unknown, place: string): boolean {
  if (!isYamlMap(condition)) return Boolean(condition);
  const [operator, ...others] = Object.keys(condition);
  if (operator === undefined || others.length > 0) {
    throw new CompileError(place, 'a condition has exactly one operator');
  }
  const operand = condition[operator];
  const all = (): boolean[] =>
    expectList(operand, place).map((item) => holdsCondition(item, place));
  switch (operator) {
    case 'and':
      return all().every(Boolean);
    case 'or':
      return all().some(Boolean);
    case 'not':
      return !holdsCondition(operand, place);
    case 'equal': {
      const [first, ...rest] = expectList(operand, place);
      return rest.every((item) => item === first);
    }
    default:
      throw new CompileError(place, `unknown operator "${operator}"`);
  }
}
