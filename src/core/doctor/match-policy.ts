import type { PolicyRule } from './parse-policy.ts';

/**
 * Whether rules let a token do something to a path, as Vault finds it: the rule with
 * that very path, else the most specific of those whose wildcards fit it; equal paths
 * of several policies count together, and `deny` overrules them (HashiCorp,
 * "Policies", path matching and priority; hashicorp/vault, vault/acl.go). Rules with a
 * template are passed over: what they name depends on who logs in.
 */
export function isGranted(rules: readonly PolicyRule[], path: string, capability: string): boolean {
  const plain = rules.filter((rule) => !rule.path.includes('{{'));
  const best = plain.some((rule) => rule.path === path && !hasWildcard(rule.path))
    ? path
    : plain
        .map((rule) => rule.path)
        .filter((pattern) => hasWildcard(pattern) && fits(pattern, path))
        .reduce<string | undefined>(chooseMoreSpecific, undefined);
  const granted = plain
    .filter((rule) => rule.path === best)
    .flatMap(({ capabilities }) => capabilities);
  return granted.includes(capability) && !granted.includes('deny');
}

/** Whether a rule's path stands for others beside itself. */
export function hasWildcard(pattern: string): boolean {
  return pattern.endsWith('*') || pattern.split('/').includes('+');
}

/** Whether a rule's path fits a path: `+` is any one segment, `*` at the end any rest. */
export function fits(pattern: string, path: string): boolean {
  const isPrefix = pattern.endsWith('*');
  const wanted = (isPrefix ? pattern.slice(0, -1) : pattern).split('/');
  const parts = path.split('/');
  if (isPrefix ? parts.length < wanted.length : parts.length !== wanted.length) return false;
  return wanted.every((segment, index) => {
    if (segment === '+') return true;
    const part = parts[index] ?? '';
    return isPrefix && index === wanted.length - 1 ? part.startsWith(segment) : part === segment;
  });
}

/** What ranks a pattern, the weightiest first; each the more specific the greater. */
function rank(pattern: string): readonly number[] {
  const text = pattern.endsWith('*') ? pattern.slice(0, -1) : pattern;
  const plus = /(^|\/)\+(\/|$)/.exec(text);
  const first = plus === null ? text.length : plus.index + (plus[1]?.length ?? 0);
  return [
    first,
    pattern.endsWith('*') ? 0 : 1,
    -pattern.split('/').filter((segment) => segment === '+').length,
    pattern.length,
  ];
}

function chooseMoreSpecific(best: string | undefined, pattern: string): string {
  if (best === undefined) return pattern;
  const [one, other] = [rank(best), rank(pattern)];
  const at = one.findIndex((value, index) => value !== other[index]);
  if (at === -1) return pattern > best ? pattern : best;
  return (other[at] ?? 0) > (one[at] ?? 0) ? pattern : best;
}
