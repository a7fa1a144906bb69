import { audienceRules } from './audience-rules.ts';
import { applyRules, type Finding, reportWell } from './finding.ts';
import { identityRules } from './identity-rules.ts';
import { askMethod, type Place } from './remedy.ts';
import type { RoleCase } from './role-case.ts';
import type { RoleFacts } from './role-facts.ts';
import { tokenRules } from './token-rules.ts';
import { trustRules } from './trust-rules.ts';
import { valueRules } from './value-rules.ts';

/** What all rules for roles say of one. */
export function judgeRole(subject: RoleCase): Finding[] {
  const name = `role "${subject.role.name}"`;
  const rules = [...audienceRules, ...trustRules, ...valueRules, ...identityRules, ...tokenRules];
  const { cidrs } = subject.role;
  return [
    ...applyRules(name, rules, subject),
    ...(cidrs.length === 0
      ? []
      : [reportWell('ADDRESSES_BOUND', name, `admits jobs from ${cidrs.join(', ')} alone`)]),
  ];
}

/** The finding of a role that was asked for and is not there. */
export function describeMissingRole(name: string, place: Place): Finding {
  return {
    level: 'FAIL',
    code: 'ROLE_MISSING',
    subject: `role "${name}"`,
    what: 'is not there',
    why: `auth/${place.mount} has no such role in this namespace`,
    next: [askMethod(place, 'list', 'role')],
  };
}

/** The finding of roles that are programs; none without one. */
export function describeProgramRoles(names: readonly string[], place: Place): Finding[] {
  if (names.length === 0) return [];
  return [
    {
      level: 'WARN',
      code: 'ROLES_UNJUDGED',
      subject: `auth/${place.mount}`,
      what: `has CEL roles, which are not judged: ${names.join(', ')}`,
      why: `a program says whom they let in, at auth/${place.mount}/cel/login; the orb logs in as none of them`,
      next: [
        'read each, and remove what nobody needs:',
        ...names.map((name) => askMethod(place, 'read', `cel/role/${name}`)),
      ],
    },
  ];
}

/** The finding of a mount without any role. */
export function describeNoRole(
  {
    method,
    roles,
    programRoles,
    unread,
  }: {
    readonly method: unknown;
    readonly roles: readonly RoleFacts[];
    readonly programRoles: readonly string[];
    readonly unread: readonly unknown[];
  },
  isNamed: boolean,
  place: Place,
): Finding[] {
  const isSeen = isNamed || roles.length + programRoles.length + unread.length > 0;
  if (isSeen || method === 'absent') return [];
  return [
    {
      level: 'FAIL',
      code: 'ROLE_NONE',
      subject: `auth/${place.mount}`,
      what: 'has no role',
      why: 'nobody can log in without one',
      next: ['make one: vault-oidc setup'],
    },
  ];
}
