import { describe, expect, it } from 'vitest';
import { findClaim, guessClaim } from '../../../src/core/circleci-claims.ts';

describe('a claim is known', () => {
  it.each([
    ['sub', 'text'],
    ['oidc.circleci.com/project-id', 'text'],
    ['oidc.circleci.com/context-ids', 'texts'],
    ['oidc.circleci.com/ssh-rerun', 'boolean'],
    ['/oidc.circleci.com~1ssh-rerun', 'boolean'],
    ['/oidc.circleci.com~1context-ids/0', 'text'],
  ])('%s as %s', (written, kind) => {
    expect(findClaim(written)?.kind).toBe(kind);
  });

  it.each([
    ['project-id', 'oidc.circleci.com/project-id'],
    ['oidc.circleci.com/project_id', 'oidc.circleci.com/project-id'],
    ['oidc.circleci.com/Project-ID', 'oidc.circleci.com/project-id'],
    ['oidc.circleci.com/projectid', 'oidc.circleci.com/project-id'],
    ['/oidc.circleci.com/project-id', 'oidc.circleci.com/project-id'],
    ['oidc.circleci.com:context-id', 'oidc.circleci.com/context-ids'],
    ['circleci.com/vcs-branch', undefined],
    ['branch', 'oidc.circleci.com/vcs-ref'],
    ['oidc.circleci.com/organization-id', 'oidc.circleci.com/org-id'],
    ['email', undefined],
    ['oidc.circleci.com~1project-id', 'oidc.circleci.com/project-id'],
    ['/oidc.circleci.com~1project-id/0', undefined],
  ])('not, and from %s it is guessed: %s', (written, meant) => {
    expect(findClaim(written)).toBeUndefined();
    expect(guessClaim(written)).toBe(meant);
  });
});
