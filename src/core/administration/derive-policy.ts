import type { Failure } from '../failure.ts';
import type { PlannedRead } from '../read-plan.ts';
import { describeAdministrationFailure } from './administration-failures.ts';

/** The policy that grants certain reads, or why there is none. */
export interface DerivedPolicy {
  /** In Vault's own language, each path once, in order; equal reads give equal text. */
  readonly text: string;
  /** The paths that the language cannot name without naming others too. */
  readonly failures: readonly Failure[];
}

/**
 * The policy that grants these reads and nothing else: `read` on each path as the
 * API has it. A job needs no other right: who may read one path below a mount is
 * also told which engine it is (`sys/internal/ui/mounts`), and the policy `default`
 * lets a token revoke itself.
 */
export function derivePolicy(reads: readonly Pick<PlannedRead, 'requestPath'>[]): DerivedPolicy {
  const paths = reads.map(namePolicyPath);
  const distinct = [...new Set(paths)].sort();
  return {
    text: distinct.map(renderRule).join('\n'),
    failures: distinct.flatMap((path) => describePathProblem(path) ?? []),
  };
}

/** The path of a read as a policy names it: not encoded, without the query. */
export function namePolicyPath({ requestPath }: Pick<PlannedRead, 'requestPath'>): string {
  return decodeURIComponent(requestPath.split('?', 1)[0] ?? '');
}

function renderRule(path: string): string {
  return `path "${path.replaceAll('"', '\\"')}" {\n  capabilities = ["read"]\n}\n`;
}

// The language has no escape for these (HashiCorp, "Policies": path matching, templated policies).
const wildcards: readonly (readonly [RegExp, string])[] = [
  [/\*$/, 'a "*" at the end grants every path that begins so'],
  [/(^|\/)\+(\/|$)/, 'a part that is "+" grants any name in its place'],
  [/\+\*/, '"+*" is forbidden in a policy'],
  [/\{\{|\}\}/, 'doubled braces are a template in a policy'],
  [/\$\{/, '"${" begins an expression in a policy'],
];

function describePathProblem(path: string): Failure | undefined {
  const problem = wildcards.find(([pattern]) => pattern.test(path));
  if (problem === undefined) return undefined;
  return describeAdministrationFailure('POLICY_INEXPRESSIBLE', {
    what: `No policy can grant ${path} alone.`,
    why: `${problem[1]}, and there is no way to write the character itself`,
    next: ['store the secret under another name, and refer to it by that one'],
  });
}
