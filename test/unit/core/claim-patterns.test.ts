import { describe, expect, it } from 'vitest';
import {
  describeBreadth,
  fitsEveryBranch,
  fitsEveryRef,
  fitsGlob,
} from '../../../src/core/claim-patterns.ts';

describe('a pattern of a ref leaves the branch open', () => {
  it.each([
    ['*', true, true],
    ['refs/*', true, true],
    ['r*', true, true],
    ['refs/*/*', true, true],
    ['*/*', true, true],
    ['refs/heads/*', true, false],
    ['refs/h*', true, false],
    ['*heads*', true, false],
    ['refs/heads/*/*', true, false],
    ['refs/heads/*-*', true, false],
    ['refs/tags/*', false, false],
    ['refs/heads/release/*', false, false],
    ['refs/heads/*-release', false, false],
    ['refs/heads/q', false, false],
    ['refs/heads/7*', false, false],
  ])('%s: %s, and the tag: %s', (pattern, isOfBranches, isOfRefs) => {
    expect(fitsEveryBranch(pattern)).toBe(isOfBranches);
    expect(fitsEveryRef(pattern)).toBe(isOfRefs);
  });
});

describe('a pattern fits more than a role is for', () => {
  it.each([
    ['project-id', '*-*', true],
    ['org-id', '5e1f3a1c*', true],
    ['pipeline-definition-id', '*', true],
    ['context-ids', 'c0ffee00-1111-4222-8333-444455556666', false],
    ['vcs-origin', '*/*', true],
    ['vcs-origin', 'github.com*', true],
    ['vcs-origin', 'github.com/*', true],
    ['vcs-origin', 'github.com/acme*', true],
    ['vcs-origin', '*.com/acme/app', true],
    ['vcs-origin', 'github.com/acme/*', false],
    ['vcs-ref', 'refs/*/*', true],
    ['vcs-ref', 'refs/heads/*', false],
  ])('%s bound to %s: %s', (claim, pattern, isBroad) => {
    expect(describeBreadth(`oidc.circleci.com/${claim}`, pattern) !== undefined).toBe(isBroad);
  });
});

// As ryanuber/go-glob, which Vault uses, has it.
describe('a glob', () => {
  it.each([
    ['refs/heads/main', 'refs/heads/main', true],
    ['refs/heads/main', 'refs/heads/main2', false],
    ['refs/heads/*', 'refs/heads/a/b', true],
    ['*/main', 'refs/heads/main', true],
    ['refs/*/main', 'refs/heads/x/main', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['*a*b*', 'xbxaxb', true],
    ['*a*b*', 'xbxa', false],
    ['ab*b', 'ab', false],
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['refs.heads/*', 'refs/heads/a', false],
    ['*', true, false],
    [true, true, false],
  ])('%j and %j: %s', (glob, text, fits) => {
    expect(fitsGlob(glob, text)).toBe(fits);
  });
});
