import { describe, expect, it } from 'vitest';
import { Problem } from '../../../src/inputs/input.ts';
import {
  parseIssuer,
  parseOrigin,
  parsePolicyName,
  parseRef,
  parseSecretPath,
} from '../../../src/inputs/trust.ts';

describe('a git ref', () => {
  it.each([
    ['main', 'refs/heads/main'],
    [' release/1.0 ', 'refs/heads/release/1.0'],
    ['refs/tags/v1', 'refs/tags/v1'],
    ['refs/heads/*', 'refs/heads/*'],
    ['release-*', 'refs/heads/release-*'],
    ['fix-#12', 'refs/heads/fix-#12'],
  ])('%j is %s', (written, ref) => {
    expect(parseRef(written)).toBe(ref);
  });

  it.each([
    '',
    '*',
    '**',
    'refs/*',
    'refs/**',
    'refs/*/*',
    'refs/h*',
    'r*',
    'refs/heads/**',
    '*-*',
    '*/*',
    'a b',
    'a..b',
    '/main',
    'main/',
    'a~1',
    'a\nb',
    'a//b',
  ])('is not %j', (written) => {
    expect(parseRef(written)).toBeInstanceOf(Problem);
  });
});

describe('a repository', () => {
  it.each(['github.com/acme/app', 'gitlab.com/acme/group/app', 'bitbucket.org/acme/app.js'])(
    'is %s',
    (written) => {
      expect(parseOrigin(written)).toBe(written);
    },
  );

  it.each([
    '',
    'app',
    'https://github.com/acme/app',
    'git@github.com:acme/app',
    'github.com/acme/*',
  ])('is not %j', (written) => {
    expect(parseOrigin(written)).toBeInstanceOf(Problem);
  });
});

describe('an issuer', () => {
  it.each(['', 'https://oidc.circleci.com/org/x', 'http://127.0.0.1:80/org/x'])(
    'is %j',
    (written) => {
      expect(parseIssuer(written)).toBe(written);
    },
  );

  it.each([
    'oidc.circleci.com',
    'http://oidc.circleci.com/org/x',
    'https://oidc.circleci.com/org/x/',
    'https://oidc.circleci.com/org/x/.well-known/openid-configuration',
    'https://user@oidc.circleci.com/org/x',
    'https://oidc.circleci.com/org/x?y',
  ])('is not %j', (written) => {
    expect(parseIssuer(written)).toBeInstanceOf(Problem);
  });
});

describe('a policy', () => {
  it.each([
    ['', ''],
    ['Deploy', 'deploy'],
  ])('%j is %j', (written, name) => {
    expect(parsePolicyName(written)).toBe(name);
  });

  it.each(['root', 'Default', 'a b', '../x'])('is not %j', (written) => {
    expect(parsePolicyName(written)).toBeInstanceOf(Problem);
  });
});

describe("a secret's path", () => {
  it('is its segments, a "$" as it is', () => {
    expect(parseSecretPath('/secret/${A}/db')).toEqual({
      segments: ['secret', '${A}', 'db'],
      version: undefined,
    });
  });

  it.each(['', 'secret//x', '../x', 'sys/x'])('is not %j', (written) => {
    expect(parseSecretPath(written)).toBeInstanceOf(Problem);
  });
});
