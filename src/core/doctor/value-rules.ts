import { findClaim, guessClaim, nameClaim } from '../circleci-claims.ts';
import { noSshExpression } from '../circleci-context/context-wish.ts';
import { stringifyJson } from '../json.ts';
import { breadthRule } from './breadth-rule.ts';
import type { Rule } from './finding.ts';
import { changeRole, indexClaim, nameValues, type RoleCase } from './role-case.ts';
import { type BoundClaim, hasStar } from './role-facts.ts';

/**
 * Bound claims that let nobody in, or more than they seem to. Vault compares texts
 * exactly, a boolean with a JSON boolean alone, and with `bound_claims_type=glob`
 * texts alone (hashicorp/vault-plugin-auth-jwt, claims.go).
 */
export const valueRules: readonly Rule<RoleCase>[] = [
  {
    code: 'CLAIM_UNKNOWN',
    level: 'FAIL',
    kept: undefined,
    find: (subject) => {
      const unknown = subject.role.bound.filter(({ written }) => findClaim(written) === undefined);
      if (unknown.length === 0) return undefined;
      const fix = ({ written }: BoundClaim): string => {
        const meant = guessClaim(written);
        const move = meant === undefined ? '' : `${indexClaim(meant)} = ${indexClaim(written)} | `;
        return `${move}del(${indexClaim(written)})`;
      };
      return {
        what: `binds ${nameAll(unknown)}`,
        why: unknown
          .map(({ written }) => guessClaim(written))
          .map(
            (meant) =>
              `CircleCI's tokens have no such claim${meant ? `; ${meant} may be meant` : ''}`,
          )
          .join('; '),
        next: [changeRole(subject, unknown.map(fix).join(' | '))],
      };
    },
  },
  {
    code: 'VALUE_NONE',
    level: 'FAIL',
    kept: undefined,
    find: (subject) => {
      const empty = subject.role.bound.filter(({ values }) => values.length === 0);
      if (empty.length === 0) return undefined;
      return {
        what: `binds ${nameAll(empty)} to nothing`,
        why: 'an empty list fits no token',
        next: [changeRole(subject, dropAll(empty))],
      };
    },
  },
  breadthRule,
  {
    code: 'GLOB_LITERAL',
    level: 'FAIL',
    kept: undefined,
    find: (subject) => {
      const { bound, matchesGlobs } = subject.role;
      const starred = bound.filter(hasStar);
      if (matchesGlobs || starred.length === 0) return undefined;
      return {
        what: `binds ${nameAll(starred)} to a pattern`,
        why: 'its bound_claims_type is string, so that "*" means a star and fits no token',
        next: bound.every(({ values }) => values.every((value) => typeof value === 'string'))
          ? [changeRole(subject, '.bound_claims_type = "glob"')]
          : [
              'name the values, for a role of globs cannot bind true or false as this one does:',
              changeRole(subject, starred.map(nameValues).join(' | ')),
            ],
      };
    },
  },
  {
    code: 'GLOB_SUBJECT',
    level: 'FAIL',
    kept: undefined,
    find: (subject) => {
      const bound = subject.role.bound.find(({ meant }) => meant === 'sub');
      if (!subject.role.matchesGlobs || bound === undefined || !hasStar(bound)) return undefined;
      return {
        what: 'binds sub to a pattern',
        why: '"*" reaches over "/", and sub ends in the name of a branch: a fork can name one so that it fits',
        next: ['bind the claims of its parts instead:', changeRole(subject, dropAll([bound]))],
      };
    },
  },
  {
    code: 'GLOB_BOOLEAN',
    level: 'FAIL',
    kept: undefined,
    find: (subject) => {
      const booleans = subject.role.bound.filter(isBoolean);
      if (!subject.role.matchesGlobs || booleans.length === 0) return undefined;
      return {
        what: `binds ${nameAll(booleans)} in a role of globs`,
        why: 'such a role compares texts alone, and the claim is true or false: nobody gets in',
        next: [
          `restrict the context with the expression "${noSshExpression}" instead, and:`,
          changeRole(subject, dropAll(booleans)),
        ],
      };
    },
  },
  {
    code: 'BOOLEAN_TEXT',
    level: 'FAIL',
    kept: undefined,
    find: (subject) => {
      const texts = subject.role.bound.filter(
        (claim) => isBoolean(claim) && claim.values.some((value) => typeof value === 'string'),
      );
      if (subject.role.matchesGlobs || texts.length === 0) return undefined;
      const mend = texts.map(
        ({ written, values }) =>
          `${indexClaim(written)} = ${values.every((value) => `${value}` === 'true')}`,
      );
      return {
        what: `binds ${nameAll(texts)} to a text`,
        why: 'the claim is true or false without quotes, which no text equals: nobody gets in',
        next: [changeRole(subject, mend.join(' | '))],
      };
    },
  },
  {
    code: 'VALUE_SHAPE',
    level: 'FAIL',
    kept: undefined,
    find: (subject) => {
      const odd = subject.role.bound.flatMap((claim) =>
        claim.values
          .filter((value) => isMisshapen(claim, value))
          .map((value) => ({ claim, value })),
      );
      const [first] = odd;
      if (first === undefined) return undefined;
      return {
        what: `binds ${odd.map(({ claim, value }) => `${claim.written} to ${stringifyJson(value)}`).join(', ')}`,
        why: `no token has that: it is ${findClaim(first.claim.meant)?.example}`,
        next: [changeRole(subject, nameValues(first.claim))],
      };
    },
  },
];

function nameAll(claims: readonly BoundClaim[]): string {
  return claims.map(({ written }) => written).join(', ');
}

function dropAll(claims: readonly BoundClaim[]): string {
  return `del(${claims.map(({ written }) => indexClaim(written)).join(', ')})`;
}

function isBoolean({ meant }: BoundClaim): boolean {
  return meant === nameClaim('ssh-rerun');
}

function isMisshapen({ meant }: BoundClaim, value: unknown): boolean {
  const { shape } = findClaim(meant) ?? {};
  // A star is judged as a pattern.
  if (shape === undefined || `${value}`.includes('*')) return false;
  return typeof value !== 'string' || !shape.test(value);
}
