import { describe, expect, it } from 'vitest';
import { isFailure } from '../../../src/core/failure.ts';
import { groupByPath, isApiPath, planRead } from '../../../src/core/read-plan.ts';
import { parseReferences } from '../../../src/core/references/parse-references.ts';

const versioned = { segments: ['secret'], isVersioned: true, isInternal: false };
const flat = { segments: ['kv', 'one'], isVersioned: false, isInternal: false };

function group(text: string) {
  return groupByPath(parseReferences(text, {}).references);
}

function planFirst(text: string, mount: typeof versioned | undefined) {
  const [wanted] = group(text);
  if (wanted === undefined) throw new Error('no reference');
  const plan = planRead(wanted, mount);
  return isFailure(plan) ? plan.code : [plan.requestPath, plan.layout];
}

describe('the plan of reads', () => {
  it('asks once for each path and version', () => {
    const text = 'secret/a x\nsecret/a y\nsecret/a?version=2 z\n/secret/a w\nsecret/b v';
    expect(group(text).map(({ references }) => references.length)).toEqual([3, 1, 1]);
  });

  it.each([
    ['secret/app/db x', versioned, ['secret/data/app/db', 'versioned']],
    ['secret/app?version=3 x', versioned, ['secret/data/app?version=3', 'versioned']],
    ['secret/data/app x', undefined, ['secret/data/app', 'by shape']],
    [
      'team/kv/data/app x',
      { ...versioned, segments: ['team', 'kv'] },
      ['team/kv/data/app', 'versioned'],
    ],
    ['kv/one/app x', flat, ['kv/one/app', 'flat']],
    ['"kv/one/a b/ü?version=1" x', flat, 'VERSION_UNSUPPORTED'],
    ['"secret/a b/ü&x=\'y" z', versioned, ["secret/data/a%20b/%C3%BC%26x%3D'y", 'versioned']],
    ['kv/one x', flat, 'REFERENCE_INVALID'],
    ['secret x', versioned, 'REFERENCE_INVALID'],
    ['secret/data x', versioned, 'REFERENCE_INVALID'],
    ['kv/one/data x', flat, ['kv/one/data', 'flat']],
    [
      'ns/sys/mounts x',
      { ...flat, segments: ['ns', 'sys'], isInternal: true },
      'REFERENCE_INVALID',
    ],
  ])('%s', (text, mount, planned) => {
    expect(planFirst(text, mount)).toEqual(planned);
  });

  it.each([
    ['secret/data/app', true],
    ['secret/data', false],
    ['secret/app/data', false],
    ['secret/app', false],
  ])('knows whether %s is the API path: %s', (path, isApi) => {
    const [wanted] = group(`${path} x`);
    expect(wanted && isApiPath(wanted.path)).toBe(isApi);
  });
});
