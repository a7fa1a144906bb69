import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../../src/core/doctor/parse-policy.ts';

const read = [{ path: 'secret/a', capabilities: ['read'] }];

describe('a policy is read', () => {
  it.each([
    ['on one line', 'path "secret/a" { capabilities = ["read"] }', read],
    ['on many', 'path "secret/a" {\n  capabilities = [\n    "read",\n  ]\n}\n', read],
    ['with a slash in front', 'path "/secret/a" { capabilities = ["read"] }', read],
    [
      'with comments',
      '# a\n// b\n/* path "x" {\n} */ path "secret/a" { capabilities = ["read"] # c\n}',
      read,
    ],
    ['with quoted keys', '"path" "secret/a" { "capabilities" = ["read"] }', read],
    ['with a name before', 'name = "app"\npath "secret/a" { capabilities = ["read"] }', read],
    [
      'with parameters',
      'path "secret/a" {\n capabilities = ["read"]\n allowed_parameters = { "x" = ["1", 2], "*" = [] }\n min_wrapping_ttl = "1s"\n}',
      read,
    ],
    ['as JSON', '{"path": {"secret/a": {"capabilities": ["read"]}}}', read],
    ['as JSON with lists', '{"path": [{"secret/a": {"capabilities": ["read"]}}]}', read],
    [
      'in the old way',
      'path "secret/a" { policy = "read" }',
      [{ path: 'secret/a', capabilities: ['read', 'list'] }],
    ],
    [
      'in the old way and the new',
      'path "secret/a" { policy = "deny" capabilities = ["read"] }',
      [{ path: 'secret/a', capabilities: ['deny', 'read'] }],
    ],
    [
      'with an escape',
      'path "secret/\\"a\\"" { capabilities = ["read"] }',
      [{ path: 'secret/"a"', capabilities: ['read'] }],
    ],
    ['without a right', 'path "secret/a" {}', [{ path: 'secret/a', capabilities: [] }]],
    ['when it is empty', '', []],
    ['when it is a comment', '# nothing', []],
  ])('%s', (_form, text, rules) => {
    expect(parsePolicy(text)).toEqual(rules);
  });

  it.each([
    ['half a block', 'path "secret/a" { capabilities = ["read"'],
    ['half a text', 'path "secret/a'],
    ['no policy', '<html>'],
    ['half a JSON text', '{"path": {'],
    ['a value that is none', 'path "a" { capabilities = } }'],
  ])('or said to be none: %s', (_form, text) => {
    expect(parsePolicy(text)).toBeUndefined();
  });
});
