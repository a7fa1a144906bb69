import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parsePackageFacts, readPackageFacts } from '../../orb/package-facts.ts';
import { readOrb } from '../support/vault-jobs.ts';

const fields = {
  version: '1.2.3',
  homepage: 'https://example.com/vault-oidc',
  repository: 'https://example.com/org/vault-oidc',
};
const read = (changed: object) => parsePackageFacts(JSON.stringify({ ...fields, ...changed }));

describe("the orb's page", () => {
  it('shows what package.json says', () => {
    const facts = readPackageFacts();
    expect(parse(readOrb())).toMatchObject({
      display: { home_url: facts.homeUrl, source_url: facts.sourceUrl },
    });
  });

  it.each([
    ['text', fields.repository],
    ['object', { type: 'git', url: fields.repository }],
    ["npm's own form", { type: 'git', url: `git+${fields.repository}.git` }],
  ])('takes the repository from its field as %s', (_form, repository) => {
    expect(read({ repository }).sourceUrl).toBe(fields.repository);
  });

  it.each([
    [{ homepage: undefined }, 'package.json: "homepage" is missing;'],
    [{ repository: undefined }, '"repository" is missing;'],
    [{ repository: { type: 'git' } }, '"repository" is missing;'],
    [{ repository: null }, '"repository" is missing;'],
    [{ version: 1, homepage: '' }, '"version" is missing; "homepage" is missing;'],
    [{ homepage: 'http://example.com' }, '"homepage" is not an https:// URL'],
    [{ repository: 'github:org/vault-oidc' }, '"repository" is not an https:// URL'],
  ])('is not built with %j', (changed, words) => {
    expect(() => read(changed)).toThrow(words);
  });
});
