import { findClaim, guessClaim, type KnownClaim, nameClaim } from '../circleci-claims.ts';
import type { Rule } from './finding.ts';
import { changeRole, type RoleCase } from './role-case.ts';
import { hasStar } from './role-facts.ts';

const better = `.user_claim = ${JSON.stringify(nameClaim('project-id'))} | .user_claim_json_pointer = false`;
const changing = ['sub', ...['job-id', 'workflow-id', 'pipeline-id'].map(nameClaim)];

/**
 * As whom a job gets in, and what the audit log says of it. Sources: HashiCorp,
 * "JWT/OIDC auth method (API)" (user_claim, claim_mappings, groups_claim); a name
 * that begins with `/` is a pointer (hashicorp/vault-plugin-auth-jwt, claims.go).
 */
export const identityRules: readonly Rule<RoleCase>[] = [
  {
    code: 'USER_CLAIM_UNKNOWN',
    level: 'FAIL',
    kept: undefined,
    find: (subject) => {
      const { userClaim } = subject.role;
      if (findUserClaim(subject) !== undefined) return undefined;
      const meant = guessClaim(userClaim);
      return {
        what: `has the user_claim ${userClaim || '""'}`,
        why: `CircleCI's tokens have no such claim${meant ? `; ${meant} may be meant` : ''}`,
        next: [changeRole(subject, better)],
      };
    },
  },
  {
    code: 'USER_CLAIM_NOT_TEXT',
    level: 'FAIL',
    kept: undefined,
    find: (subject) => {
      const claim = findUserClaim(subject);
      if (claim === undefined || claim.kind === 'text') return undefined;
      return {
        what: `has the user_claim ${subject.role.userClaim}`,
        why: `it is ${describeKind(claim)}, and Vault takes a text alone`,
        next: [changeRole(subject, better)],
      };
    },
  },
  {
    code: 'USER_CLAIM_CHANGES',
    level: 'WARN',
    kept: 'makes one client of a project',
    find: (subject) => {
      const claim = findUserClaim(subject);
      if (claim?.kind !== 'text') return 'passed over';
      if (!changing.includes(claim.name)) return undefined;
      return {
        what: `has the user_claim ${subject.role.userClaim}`,
        why: `it differs from ${claim.name === 'sub' ? 'user to user and branch to branch' : 'run to run'}: each value is another client, which Vault keeps and counts`,
        next: [changeRole(subject, better)],
      };
    },
  },
  {
    code: 'SUBJECT_BOUND',
    level: 'WARN',
    kept: undefined,
    find: (subject) => {
      const { role } = subject;
      const bound = role.bound.find(({ meant }) => meant === 'sub');
      const isGlob = role.matchesGlobs && bound !== undefined && hasStar(bound);
      if (role.subject === '' && (bound === undefined || isGlob)) return undefined;
      return {
        what: role.subject === '' ? 'binds sub' : 'has a bound_subject',
        why: 'sub holds the id of the user, and in CIRCLE_OIDC_TOKEN_V2 the branch: any other run is kept out',
        next: [
          'bind the claims of its parts instead:',
          changeRole(
            subject,
            `.bound_subject = "" | del(.bound_claims[${JSON.stringify(bound?.written ?? 'sub')}])`,
          ),
        ],
      };
    },
  },
  {
    code: 'MAPPING_NOT_TEXT',
    level: 'FAIL',
    kept: undefined,
    find: (subject) => {
      const wrong = subject.role.mappings.flatMap(([written]) => {
        const claim = findClaim(written);
        return claim === undefined || claim.kind === 'text' ? [] : [{ written, claim }];
      });
      if (wrong.length === 0) return undefined;
      const { written, claim } = wrong[0] ?? {};
      return {
        what: `maps ${wrong.map((mapping) => mapping.written).join(', ')} to metadata`,
        why: `${written} is ${claim && describeKind(claim)}, and Vault maps a text alone`,
        next: [changeRole(subject, dropMappings(wrong.map((mapping) => mapping.written)))],
      };
    },
  },
  {
    code: 'MAPPING_UNKNOWN',
    level: 'WARN',
    kept: undefined,
    find: (subject) => {
      const unknown = subject.role.mappings
        .map(([written]) => written)
        .filter((written) => findClaim(written) === undefined);
      if (unknown.length === 0) return undefined;
      return {
        what: `maps ${unknown.join(', ')} to metadata`,
        why: "CircleCI's tokens have no such claim, so that the audit log tells nothing of it",
        next: [changeRole(subject, dropMappings(unknown))],
      };
    },
  },
  {
    code: 'GROUPS_UNUSABLE',
    level: 'FAIL',
    kept: undefined,
    find: (subject) => {
      const { groupsClaim } = subject.role;
      if (groupsClaim === '') return undefined;
      const claim = findClaim(groupsClaim);
      if (claim?.kind === 'text' || claim?.kind === 'texts') return undefined;
      return {
        what: `has the groups_claim ${groupsClaim}`,
        why: claim ? `it is ${describeKind(claim)}` : "CircleCI's tokens have no such claim",
        next: [changeRole(subject, '.groups_claim = ""')],
      };
    },
  },
  {
    code: 'GROUPS_SET',
    level: 'WARN',
    kept: undefined,
    find: (subject) => {
      const { groupsClaim } = subject.role;
      if (!findClaim(groupsClaim)?.kind.startsWith('text')) return undefined;
      return {
        what: `has the groups_claim ${groupsClaim}`,
        why: 'groups can add policies to those that the role names, and nobody sees that in the role',
        next: [changeRole(subject, '.groups_claim = ""')],
      };
    },
  },
];

function findUserClaim({ role }: RoleCase): KnownClaim | undefined {
  // Without the flag, Vault takes a pointer for a name.
  if (role.userClaim.startsWith('/') && !role.usesPointer) return undefined;
  return findClaim(role.userClaim);
}

function describeKind({ kind }: KnownClaim): string {
  if (kind === 'texts') return 'a list';
  return kind === 'boolean' ? 'true or false' : `a ${kind}`;
}

function dropMappings(claims: readonly string[]): string {
  return `del(${claims.map((claim) => `.claim_mappings[${JSON.stringify(claim)}]`).join(', ')})`;
}
