import { describe, expect, it } from 'vitest';
import { readSources } from '../support/architecture/sources.ts';

describe('a fact that several parts need is written in one file', () => {
  it.each([
    ['the shape of a UUID', /\[\\da-f\]\{8\}/, 'src/core/uuid.ts'],
    ["what CircleCI's claims begin with", /oidc\.circleci\.com\/['$]/, 'src/core/oidc-token.ts'],
    [
      'the expression against SSH',
      /not job\.ssh\.enabled/,
      'src/core/circleci-context/context-wish.ts',
    ],
    ['the mount that is left out', /(default:|mount ===) 'jwt'/, 'src/inputs/login.ts'],
  ])('%s', (_title, pattern, home) => {
    const found = readSources(['src']).filter(({ text }) => pattern.test(text));
    expect(found.map(({ path }) => path)).toEqual([home]);
  });
});
