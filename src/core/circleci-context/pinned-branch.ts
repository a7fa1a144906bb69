import { trimBlanks } from './context-wish.ts';

/**
 * The one branch whose jobs an expression lets in, as far as its first condition tells;
 * undefined for none, for a restriction of another type, and where another condition may
 * do instead.
 */
export function findPinnedBranch({
  type,
  value,
}: {
  readonly type: string;
  readonly value: string;
}): string | undefined {
  const expression = trimBlanks(value);
  const [, quoted] =
    /^pipeline\.git\.branch ?== ?"((?:\\.|[^"\\])*)"(?: and |$)/.exec(expression) ?? [];
  if (type !== 'expression' || hasAlternative(expression)) return undefined;
  return quoted?.replace(/\\(.)/g, '$1');
}

/** Whether an `or` stands outside of texts and parentheses. */
function hasAlternative(expression: string): boolean {
  let bare = expression.replace(/"(?:\\.|[^"\\])*"/g, '');
  for (let before = ''; before !== bare; ) {
    before = bare;
    bare = bare.replace(/\([^()]*\)/g, '');
  }
  return /\bor\b/.test(bare);
}
