import { sharedIssuer } from '../administration/trust-wish.ts';
import { nameClaim } from '../circleci-claims.ts';
import { noSshExpression } from '../circleci-context/context-wish.ts';
import { fitsEveryBranch, fitsEveryRef } from '../claim-patterns.ts';
import type { Fault, Rule } from './finding.ts';
import { trimIssuer } from './method-facts.ts';
import { repeatSetup } from './remedy.ts';
import { changeRole, indexClaim, type RoleCase } from './role-case.ts';
import { findBound, hasStar } from './role-facts.ts';

const narrowClaims = ['project-id', 'context-ids', 'vcs-origin'].map(nameClaim);

/**
 * Who gets in. Sources: CircleCI, "OpenID Connect tokens" (what each claim says, and
 * that a job of a fork has its own vcs-origin); HashiCorp, "JWT/OIDC auth method (API)".
 */
export const trustRules: readonly Rule<RoleCase>[] = [
  {
    code: 'ORGANIZATION_WIDE',
    level: 'FAIL',
    kept: undefined,
    find: (subject) => {
      const own = subject.role.bound.filter(({ meant }) => meant !== nameClaim('org-id'));
      if (own.length > 0) return undefined;
      return {
        what: 'lets every project of the organization in',
        why: 'it binds nothing narrower than the organization',
        next: [bindProject(subject)],
      };
    },
  },
  {
    code: 'PROJECT_UNBOUND',
    level: 'FAIL',
    kept: 'binds a project, a context or a repository',
    find: (subject) => {
      const names = subject.role.bound.map(({ meant }) => meant);
      if (names.some((name) => narrowClaims.includes(name))) return undefined;
      if (names.every((name) => name === nameClaim('org-id'))) return 'passed over';
      return {
        what: 'binds no project, context or repository',
        why: `jobs of other projects have the same ${names.join(', ')}`,
        next: [bindProject(subject)],
      };
    },
  },
  {
    code: 'ORGANIZATION_UNBOUND',
    level: 'FAIL',
    kept: undefined,
    find: (subject) => {
      const { method, role, known } = subject;
      if (method === undefined || findBound(role, nameClaim('org-id'))) return undefined;
      const isShared =
        trimIssuer(method.issuer || method.discoveryUrl) === sharedIssuer ||
        (method.hasJwksPairs && method.issuer === '');
      if (!isShared) return undefined;
      return {
        what: 'does not bind org-id',
        why: 'the mount trusts an issuer that all organizations share, so that nothing else keeps the others out',
        next: [
          changeRole(
            subject,
            `${indexClaim(nameClaim('org-id'))} = ${quoteId(known.organizationId, 'organization id')}`,
          ),
        ],
      };
    },
  },
  {
    code: 'ORGANIZATION_FOREIGN',
    level: 'FAIL',
    kept: undefined,
    find: (subject) => judgeForeign(subject, 'org-id', 'organization', 'organizationId'),
  },
  {
    code: 'PROJECT_FOREIGN',
    level: 'FAIL',
    kept: undefined,
    find: (subject) => judgeForeign(subject, 'project-id', 'project', 'projectId'),
  },
  {
    code: 'SSH_RERUN_ALLOWED',
    level: 'WARN',
    kept: 'keeps jobs with SSH out',
    find: (subject) => {
      const bound = findBound(subject.role, nameClaim('ssh-rerun'));
      if (bound !== undefined && !bound.values.some((value) => /^true$/.test(`${value}`))) {
        return undefined;
      }
      return {
        what: 'lets jobs in that were run again with SSH',
        why: 'whoever may run a job again gets a shell with its token',
        next:
          subject.role.matchesGlobs || subject.role.bound.some(hasStar)
            ? [
                `${repeatSetup('--context "$CONTEXT_ID"')}, of a context made with --forbid-ssh-reruns`,
                `or restrict the context with the expression "${noSshExpression}", and bind context-ids: a glob role cannot bind a boolean`,
              ]
            : [
                repeatSetup('without --allow-ssh-reruns'),
                'or:',
                changeRole(subject, `${indexClaim(nameClaim('ssh-rerun'))} = false`),
              ],
      };
    },
  },
  {
    code: 'REF_UNBOUND',
    level: 'WARN',
    kept: 'binds branches or tags',
    find: (subject) => {
      const refs = findBound(subject.role, nameClaim('vcs-ref'))?.values.map(String);
      const pattern = refs?.find(fitsEveryBranch);
      if (refs !== undefined && pattern === undefined) return undefined;
      // That one is told by the rules for values.
      if (refs?.some(fitsEveryRef)) return 'passed over';
      return {
        what: pattern === undefined ? 'lets every branch in' : `lets every branch in: ${pattern}`,
        why: 'whoever may push to any branch, and change the config there, gets the secrets',
        next: [
          repeatSetup('--vcs-ref main'),
          'or, if one branch needs them:',
          changeRole(subject, `${indexClaim(nameClaim('vcs-ref'))} = ["refs/heads/main"]`),
        ],
      };
    },
  },
  {
    code: 'CONTEXT_UNBOUND',
    level: 'WARN',
    kept: 'binds a context',
    find: (subject) =>
      findBound(subject.role, nameClaim('context-ids'))
        ? undefined
        : {
            what: 'asks for no context',
            why: 'a pipeline with a config that is in no repository can run as any branch; a restricted context keeps it out',
            next: [
              repeatSetup('--context "$CONTEXT_ID"'),
              'or restrict a context, and bind its id:',
              changeRole(subject, `${indexClaim(nameClaim('context-ids'))} = ["<context id>"]`),
            ],
          },
  },
];

function bindProject(subject: RoleCase): string {
  const id = quoteId(subject.known.projectId, 'project id');
  return changeRole(subject, `${indexClaim(nameClaim('project-id'))} = ${id}`);
}

function quoteId(id: string | undefined, placeholder: string): string {
  return JSON.stringify(id ?? `<${placeholder}>`);
}

function judgeForeign(
  subject: RoleCase,
  short: string,
  noun: string,
  party: keyof RoleCase['asked'],
): Fault | undefined {
  const id = subject.asked[party];
  const bound = findBound(subject.role, nameClaim(short));
  if (id === undefined || bound === undefined || bound.values.includes(id)) return undefined;
  // Others are told by the rules for values.
  if (hasStar(bound)) return undefined;
  return {
    level: subject.isNamed ? 'FAIL' : 'WARN',
    what: `is for another ${noun}`,
    why: `it binds ${short} to ${bound.values.join(', ')}, and not to ${id}`,
    next: [
      `if it is to let the ${noun} in:`,
      changeRole(subject, `${indexClaim(bound.written)} |= ([., ${JSON.stringify(id)}] | flatten)`),
    ],
  };
}
