import { stringifyJson } from '../json.ts';
import { type Check, checkAdmission, isAdmitted } from './admission.ts';
import { type Finding, reportWell } from './finding.ts';
import { lookUpClaim } from './look-up-claim.ts';
import type { OpenedToken } from './opened-token.ts';
import { askMethod } from './remedy.ts';
import { changeRole, indexClaim, type RoleCase } from './role-case.ts';

/** Whether a role would let a token in, and claim by claim why. */
export interface Admission {
  readonly role: string;
  readonly isAdmitted: boolean;
  readonly checks: readonly Check[];
}

/** What a role would make of a token at this second of the server's clock. */
export function judgeAdmission(
  token: OpenedToken,
  { role, method }: RoleCase,
  now: number,
): Admission {
  const checks = checkAdmission(token, { role, method, now });
  return { role: role.name, isAdmitted: isAdmitted(checks), checks };
}

/** One finding for each reason for which a role would not let the token in, or one that it would. */
export function reportAdmission(
  { checks }: Admission,
  token: OpenedToken,
  subject: RoleCase,
): Finding[] {
  const name = `role "${subject.role.name}"`;
  // The rules for roles tell of those.
  const failed = checks.filter(({ isMet, code }) => !isMet && code.startsWith('TOKEN_'));
  if (isAdmitted(checks)) {
    const unless =
      subject.role.cidrs.length === 0
        ? ''
        : `, if it comes from ${subject.role.cidrs.join(' or ')}`;
    return [reportWell('TOKEN_ADMITTED', name, `would let the token in${unless}`)];
  }
  return failed.map(({ code, claim, got, wanted }) => ({
    level: subject.isNamed ? 'FAIL' : 'WARN',
    code,
    subject: name,
    what: `would not let the token in for its ${claim}`,
    why: `the token has ${got}, wanted is ${wanted}`,
    next: findRemedy(code, claim, token, subject),
  }));
}

function findRemedy(
  code: string,
  claim: string,
  { claims }: OpenedToken,
  subject: RoleCase,
): string[] {
  switch (code) {
    case 'TOKEN_AUDIENCE':
      return [
        ...subject.role.audiences
          .slice(0, 1)
          .map((audience) => `let the job mint a token for it: audience: ${audience}`),
        'or, if this token may log in:',
        changeRole(subject, `.bound_audiences += ${stringifyJson([claims['aud']].flat())}`),
      ];
    case 'TOKEN_CLAIM_DIFFERS':
      return [
        'if this job may log in:',
        changeRole(
          subject,
          `${indexClaim(claim)} |= ([., ${stringifyJson(lookUpClaim(claims, claim))}] | flatten)`,
        ),
      ];
    case 'TOKEN_CLAIM_MISSING':
      return ['if the role can do without it:', changeRole(subject, `del(${indexClaim(claim)})`)];
    case 'TOKEN_EXPIRED':
    case 'TOKEN_TOO_NEW':
    case 'TOKEN_TIMELESS':
      return ['run the job again for a new token, or set the clock that is wrong (NTP)'];
    case 'TOKEN_ISSUER':
    case 'TOKEN_ALGORITHM':
      return [askMethod(subject.place, 'read', 'config')];
    default:
      return [askMethod(subject.place, 'read', `role/${subject.role.name}`)];
  }
}
