import { nameClaim } from '../circleci-claims.ts';
import { describeBreadth } from '../claim-patterns.ts';
import { stringifyJson } from '../json.ts';
import type { Rule } from './finding.ts';
import { changeRole, indexClaim, nameValues, type RoleCase } from './role-case.ts';
import type { BoundClaim } from './role-facts.ts';

/** Patterns that fit what the role is not for. Source: hashicorp/vault-plugin-auth-jwt, claims.go (globs). */
export const breadthRule: Rule<RoleCase> = {
  code: 'VALUE_ANY',
  level: 'FAIL',
  kept: undefined,
  find: (subject) => {
    const { bound, matchesGlobs } = subject.role;
    const broad = matchesGlobs ? bound.filter((claim) => listBroad(claim).length > 0) : [];
    if (broad.length === 0) return undefined;
    const reasons = broad.flatMap(listBroad).map(({ breadth }) => breadth.why);
    return {
      what: `binds ${broad.flatMap(describeBroad).join(', ')}`,
      why: [...new Set(reasons)].join('; '),
      next: [
        'name the values:',
        changeRole(subject, broad.map((claim) => narrow(claim, subject)).join(' | ')),
      ],
    };
  },
};

/** The values of a claim that fit too much, each with what it fits. */
function listBroad({ meant, values }: BoundClaim) {
  return values.flatMap((value) => {
    const breadth = typeof value === 'string' ? describeBreadth(meant, value) : undefined;
    return breadth === undefined ? [] : [{ value, breadth }];
  });
}

function describeBroad(claim: BoundClaim): string[] {
  return listBroad(claim).map(({ value }) => `${claim.written} to "${value}"`);
}

/** A filter that lets nobody in who was kept out before. */
function narrow(claim: BoundClaim, { known }: RoleCase): string {
  const { written, meant, values } = claim;
  const broad = listBroad(claim);
  const narrowOnes = values.filter((value) => !broad.some((one) => one.value === value));
  const ids = { 'org-id': known.organizationId, 'project-id': known.projectId };
  const id = Object.entries(ids).find(([short]) => nameClaim(short) === meant)?.[1];
  const better = narrowOnes.length > 0 ? narrowOnes : id === undefined ? [] : [id];
  if (better.length > 0) return `${indexClaim(written)} = ${stringifyJson(better)}`;
  return broad.every(({ breadth }) => breadth.isAny)
    ? `del(${indexClaim(written)})`
    : nameValues(claim);
}
