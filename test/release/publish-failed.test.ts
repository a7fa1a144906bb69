import { describe, expect, it } from 'vitest';
import type { Generation } from '../../scripts/circleci-cli/circleci-cli.ts';
import { isPassing, isRefused, isSurelyUnsent } from '../../scripts/publish/failed-publish.ts';

const lost = 'Error: Unable to publish orb: EOF';
const refused = 'Error: AUTHORIZATION_FAILURE';

describe('a publish of the CLI that failed', () => {
  it.each<[Generation, number | undefined, string, string]>([
    ['0.1', 255, lost, 'passing'],
    ['0.1', undefined, '', 'passing'],
    ['0.1', 255, refused, 'refused, surely unsent'],
    // A crash, which may come after the orb was sent.
    ['0.1', 2, 'panic: nil map', ''],
    ['1.x', 4, 'error: API returned 503: Service Unavailable', 'passing'],
    ['1.x', 4, 'error: API returned 429: Too Many Requests', 'passing'],
    ['1.x', 4, 'error: context deadline exceeded', 'passing'],
    ['1.x', 8, '', 'passing'],
    ['1.x', 4, 'error: API returned 409: Conflict: published already', 'refused'],
    ['1.x', 2, '', 'refused, surely unsent'],
    ['1.x', 3, '', 'refused, surely unsent'],
    ['1.x', 5, '', 'refused, surely unsent'],
    ['1.x', 1, '', ''],
    ['1.x', 6, '', ''],
  ])('by %s with status %s and the words %j is %j', (generation, exitStatus, stderr, kinds) => {
    const cli = { generation, version: '', run: () => Promise.reject(new Error('not called')) };
    const result = { exitStatus, stdout: '', stderr };
    const found = [
      ['passing', isPassing(cli, result)],
      ['refused', isRefused(cli, result)],
      ['surely unsent', isSurelyUnsent(cli, result)],
    ] as const;
    const names = found.filter(([, holds]) => holds).map(([name]) => name);
    expect(names.join(', ')).toBe(kinds);
  });
});
