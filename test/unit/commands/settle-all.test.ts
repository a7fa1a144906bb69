import { describe, expect, it } from 'vitest';
import { settleAll } from '../../../src/commands/settle-all.ts';
import { describeFailure, Failed } from '../../../src/core/failure.ts';

function fail(what: string): Promise<never> {
  const parts = { what, why: 'why', next: ['next'] } as const;
  return Promise.reject(new Failed([describeFailure('VAULT_UNREACHABLE', parts)]));
}

describe('work that goes on at once', () => {
  it('gives all values in their order', async () => {
    expect(await settleAll([Promise.resolve(1), Promise.resolve(2)])).toEqual([1, 2]);
  });

  it('tells each different failure once, and not before all of it has ended', async () => {
    let isOver = false;
    const slow = new Promise<void>((resolve) => setTimeout(resolve, 20)).then(() => {
      isOver = true;
    });
    const settled = settleAll<unknown>([fail('one'), slow, fail('two'), fail('one')]);
    const error: unknown = await settled.catch((reason: unknown) => reason);
    expect(isOver).toBe(true);
    expect(error).toBeInstanceOf(Failed);
    expect(error instanceof Failed && error.failures.map(({ what }) => what)).toEqual([
      'one',
      'two',
    ]);
  });

  it('throws what is no failure of ours as it is', async () => {
    await expect(settleAll([Promise.reject(new TypeError('odd'))])).rejects.toThrow(TypeError);
  });
});
