import { noSshExpression } from '../circleci-context/context-wish.ts';
import type { Failure } from '../failure.ts';
import { uuidShape } from '../uuid.ts';
import { describeAdministrationFailure } from './administration-failures.ts';
import type { TrustWish } from './trust-wish.ts';

/** Whether a claim's value is a pattern: `*` stands for any text, `/` in it too. */
export function isPattern(value: string): boolean {
  return value.includes('*');
}

/** What the reader should know of a wish that a role can hold. */
export function listWishNotes({ allowsSshReruns, contextIds }: TrustWish): string[] {
  return allowsSshReruns && contextIds.length === 0
    ? [
        `whoever may run a job again with SSH gets at what the role reads: bind a context with --context that CircleCI restricts to "${noSshExpression}"`,
      ]
    : [];
}

/** Why no role can hold the wish, or none lets in the jobs that it is for. */
export function findWishFailures(wish: TrustWish): Failure[] {
  return [...findPatternFailures(wish), ...findIssuerFailures(wish)];
}

/** An issuer of another organization makes no token that names this one (CircleCI, "OpenID Connect tokens"). */
function findIssuerFailures({ issuer, organizationId }: TrustWish): Failure[] {
  const other = issuer.replace(/^.*\/org\//, '');
  if (!uuidShape.test(other) || other === organizationId) return [];
  return [
    describeAdministrationFailure('WISH_REFUSED', {
      what: `The issuer ${issuer} is not that of the organization ${organizationId}.`,
      why: 'no token of the one names the other, so no job could log in',
      next: ['leave --issuer out for CircleCI, or give the --organization-id that it names'],
    }),
  ];
}

/**
 * A role's claims are compared as texts or as patterns, all of them alike, and a pattern
 * is compared with texts alone (vault-plugin-auth-jwt, "claims.go"): so patterns leave the
 * boolean `ssh-rerun` unchecked.
 */
function findPatternFailures({ vcsRefs, allowsSshReruns }: TrustWish): Failure[] {
  const patterns = vcsRefs.filter(isPattern);
  if (patterns.length === 0 || allowsSshReruns) return [];
  return [
    describeAdministrationFailure('WISH_REFUSED', {
      what: `No role can ask for ${patterns.map((ref) => `"${ref}"`).join(', ')} and refuse jobs that are run again with SSH.`,
      why: 'with "*" in a ref, Vault compares every claim as a pattern, and the claim ssh-rerun is a boolean, which no pattern matches',
      next: [
        'name the refs without "*", each with a --vcs-ref of its own',
        `or give --allow-ssh-reruns, and with --context a context that CircleCI restricts to "${noSshExpression}"`,
      ],
    }),
  ];
}
