import { nameClaim } from '../circleci-claims.ts';
import { getText } from '../json.ts';
import { type Finding, reportWell } from './finding.ts';
import type { OpenedToken } from './opened-token.ts';
import type { KnownParties } from './role-case.ts';

/** Whose jobs are to get in: what the options say counts before what a token says. */
export function nameParties(asked: KnownParties, token: OpenedToken | undefined): KnownParties {
  return {
    issuer: asked.issuer,
    organizationId: asked.organizationId ?? getText(token?.claims, nameClaim('org-id')),
    projectId: asked.projectId ?? getText(token?.claims, nameClaim('project-id')),
  };
}

/** The finding of a text in the place of a token; none without one. */
export function describeBadToken(problem: string | undefined): Finding[] {
  if (problem === undefined) return [];
  return [
    {
      level: 'FAIL',
      code: 'TOKEN_MALFORMED',
      subject: 'token',
      what: 'is none',
      why: problem,
      next: ['give the token as CircleCI gave it to a job, in a file of its own'],
    },
  ];
}

/** The finding of claims that CircleCI's tokens have, and a token at hand lacks. */
export function reportToken({ claims }: OpenedToken): Finding {
  const project = getText(claims, nameClaim('project-id'));
  if (project !== undefined) return reportWell('TOKEN_READ', 'token', `is of project ${project}`);
  return {
    level: 'FAIL',
    code: 'TOKEN_FOREIGN',
    subject: 'token',
    what: 'is none of CircleCI',
    why: `it has no ${nameClaim('project-id')}; its issuer is ${getText(claims, 'iss') ?? 'not named'}`,
    next: ['take CIRCLE_OIDC_TOKEN_V2 of a job'],
  };
}
