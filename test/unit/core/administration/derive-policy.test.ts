import { describe, expect, it } from 'vitest';
import { derivePolicy } from '../../../../src/core/administration/derive-policy.ts';

const derive = (...paths: string[]) => derivePolicy(paths.map((requestPath) => ({ requestPath })));

describe('the policy of reads', () => {
  it('grants reading each path once, in order, whatever the order and the versions asked for', () => {
    const paths = [
      'secret/data/b',
      'kv/a%20b/%C3%BC',
      'secret/data/b?version=3',
      'database/creds/ro',
    ];
    const { text, failures } = derive(...paths);
    expect(failures).toEqual([]);
    expect(text).toBe(`path "database/creds/ro" {
  capabilities = ["read"]
}

path "kv/a b/ü" {
  capabilities = ["read"]
}

path "secret/data/b" {
  capabilities = ["read"]
}
`);
    expect(derive(...paths.toReversed()).text).toBe(text);
  });

  it('quotes a quote', () => {
    expect(derive('secret/data/a%22b').text).toContain('path "secret/data/a\\"b" {');
  });

  it.each([
    ['secret/data/app*', 'every path that begins so'],
    ['secret/data/+/app', 'any name in its place'],
    ['secret/data/+', 'any name in its place'],
    ['+/app', 'any name in its place'],
    ['secret/data/a+*b', 'forbidden'],
    ['secret/data/%7B%7Bidentity%7D%7D', 'template'],
    ['secret/data/a%7D%7D', 'template'],
    ['secret/data/$%7Bx', 'expression'],
  ])('is refused for %s, which no policy can name alone', (path, why) => {
    expect(derive('secret/data/fine', path).failures).toMatchObject([
      { code: 'POLICY_INEXPRESSIBLE', why: expect.stringContaining(why), status: 2 },
    ]);
  });

  it.each(['secret/data/a*b', 'secret/data/+a/a+', 'secret/data/{x}', 'secret/data/$x'])(
    'takes %s as it is',
    (path) => {
      expect(derive(path)).toMatchObject({ failures: [], text: expect.stringContaining(path) });
    },
  );
});
