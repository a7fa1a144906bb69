import { describe, expect, it } from 'vitest';
import { findTokenProblem, readTokenClaims } from '../../../src/core/oidc-token.ts';
import { Secret } from '../../../src/core/secret.ts';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('what looks like a token', () => {
  it('has three base64url parts', () => {
    expect(findTokenProblem('aA0-_.bB.c')).toBeUndefined();
  });
  it.each([
    ['****', 'masked'],
    ['"a.b.c"', 'in quotes'],
    ['a.b', 'this has 2'],
    ['a.b.c.d', 'this has 4'],
    ['null', 'this has 1'],
    ['a.b .c', 'blanks'],
    ['a.b\n.c', 'blanks'],
    ['a..c', 'blanks'],
    ['é.b.c', 'blanks'],
    [`${'a'.repeat(20_000)}.b.c`, 'far longer'],
  ])('%j is none', (text, words) => {
    expect(findTokenProblem(text)).toContain(words);
  });
});

describe('the claims of a token', () => {
  const none = { expiresAt: undefined, issuer: undefined, audiences: [], bindable: [] };
  it.each([
    [
      { exp: 17, aud: 'a', iss: 'i' },
      { expiresAt: 17, issuer: 'i', audiences: ['a'] },
    ],
    [{ aud: ['a', 'b'] }, { audiences: ['a', 'b'] }],
    [{ exp: '17', aud: 7, iss: ['i'] }, {}],
    ['no object', {}],
    [
      {
        sub: 'org/o/user/u',
        'oidc.circleci.com/job-id': 'j',
        'oidc.circleci.com/ssh-rerun': false,
        'oidc.circleci.com/context-ids': ['c'],
        unknown: 'canary',
      },
      {
        bindable: [
          ['oidc.circleci.com/context-ids', '["c"]'],
          ['oidc.circleci.com/ssh-rerun', 'false'],
        ],
      },
    ],
  ])('%j', (payload, claims) => {
    const read = readTokenClaims(new Secret(`h.${encode(payload)}.s`));
    expect(read).toEqual({ ...none, ...claims });
  });
  it('are none when the payload is no JSON', () => {
    expect(readTokenClaims(new Secret('h.!!.s'))).toEqual(none);
  });
});
