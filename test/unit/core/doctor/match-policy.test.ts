import { describe, expect, it } from 'vitest';
import { isGranted } from '../../../../src/core/doctor/match-policy.ts';

/** Whether `read` is granted by these paths; one with `!` in front denies. */
function check(paths: readonly string[], path: string): boolean {
  const rules = paths.map((one) =>
    one.startsWith('!')
      ? { path: one.slice(1), capabilities: ['deny'] }
      : { path: one, capabilities: ['read'] },
  );
  return isGranted(rules, path, 'read');
}

// HashiCorp, "Policies": policy syntax and priority matching.
describe('a path is granted', () => {
  it.each([
    [['secret/foo'], 'secret/foo', true],
    [['secret/foo'], 'secret/foo/bar', false],
    [['secret/bar/*'], 'secret/bar/zip', true],
    [['secret/bar/*'], 'secret/bars/zip', false],
    [['secret/zip-*'], 'secret/zip-zap/zong', true],
    [['secret/+/teamb'], 'secret/foo/teamb', true],
    [['secret/+/teamb'], 'secret/foo/bar/teamb', false],
    [['+/+/teamb'], 'secret/foo/teamb', true],
    [['secret/+'], 'secret/', true],
    [['*'], 'secret/foo', true],
    [['secret/*', '!secret/super-secret'], 'secret/super-secret', false],
    [['secret/*', '!secret/super-secret'], 'secret/super-secrets', true],
    [['!secret/*', 'secret/foo'], 'secret/foo', true],
    [['!secret/*', 'secret/fo*'], 'secret/foo', true],
    [['secret/foo', '!secret/foo'], 'secret/foo', false],
    [['!secret/+/+/foo/*', 'secret/*'], 'secret/a/b/foo/c', true],
    [['!secret/+/a*', 'secret/+/ab*'], 'secret/x/abc', true],
    [['!secret/+/a*', 'secret/+/abc'], 'secret/x/abc', true],
    [['secret/+/x', '!secret/a/*'], 'secret/a/x', false],
    [['secret/{{identity.entity.id}}/*'], 'secret/{{identity.entity.id}}/x', false],
    [[], 'secret/foo', false],
  ])('%j: %s is %s', (paths, path, granted) => {
    expect(check(paths, path)).toBe(granted);
  });
});
