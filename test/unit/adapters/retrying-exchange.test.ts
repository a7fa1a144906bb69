import { beforeEach, describe, expect, it, vi } from 'vitest';
import { NetworkFailure } from '../../../src/adapters/http-transport.ts';
import { exchangeWithRetries } from '../../../src/adapters/retrying-exchange.ts';
import type { NetworkFault } from '../../../src/core/explain-network.ts';
import { planRetry, type TryOutcome } from '../../../src/core/retry-schedule.ts';

const budget = { tries: 4, milliseconds: 10_000 };
const random = 0.5;

// Time passes in the waits alone; the deadline comes in the one of that place, from 1.
const clock = vi.hoisted(() => ({
  now: 0,
  waits: Array.of<number>(),
  lastWait: Number.NaN,
  deadline: new AbortController(),
}));
vi.mock('node:timers/promises', () => ({
  setTimeout: async (
    milliseconds: number,
    _value: unknown,
    { signal }: { signal: AbortSignal },
  ) => {
    clock.waits.push(milliseconds);
    clock.now += milliseconds;
    if (clock.waits.length === clock.lastWait) clock.deadline.abort();
    signal.throwIfAborted();
  },
}));

beforeEach(() => {
  clock.now = 0;
  clock.waits.length = 0;
  clock.lastWait = Number.NaN;
  clock.deadline = new AbortController();
  vi.spyOn(performance, 'now').mockImplementation(() => clock.now);
  vi.spyOn(Math, 'random').mockReturnValue(random);
  return () => vi.restoreAllMocks();
});

interface Answer {
  readonly status: number;
  readonly waitMs?: number;
}

function describeAnswer({ status, waitMs }: Answer): TryOutcome {
  return { status, said: '', waitMs };
}

/** A failure that another try may mend. */
const cut: NetworkFault = { kind: 'error', code: 'ECONNRESET' };

/** Exchanges with a server that gives these one after the other, the last again and again. */
async function exchange(results: readonly (Answer | NetworkFault)[], isTokenNew = false) {
  const deadline = clock.deadline.signal;
  let sent = 0;
  const told: TryOutcome[] = [];
  const send = async (): Promise<Answer> => {
    if (deadline.aborted) throw new NetworkFailure({ kind: 'deadline' });
    const result = results[Math.min(sent, results.length - 1)];
    sent += 1;
    if (result === undefined) throw new Error('the server gives nothing');
    if ('kind' in result) throw new NetworkFailure(result);
    return result;
  };
  const ended = await exchangeWithRetries(send, {
    budget,
    deadline,
    describe: describeAnswer,
    isTokenNew: async () => isTokenNew,
    onRetry: (outcome) => told.push(outcome),
  }).then(
    (answer) => ({ answer }),
    (failure: unknown) => ({ failure }),
  );
  return { ended, sent, told };
}

describe('a request is sent', () => {
  it.each<[string, (Answer | NetworkFault)[], number]>([
    ['once when it is granted', [{ status: 200 }], 1],
    ['once when it is refused for good', [{ status: 400 }, { status: 200 }], 1],
    ['until it is granted', [{ status: 503 }, cut, { status: 200 }, { status: 500 }], 3],
    ['until it is refused for good', [{ status: 503 }, { status: 403 }, { status: 200 }], 2],
    ['as often as the budget allows', [{ status: 500 }], budget.tries],
  ])('%s', async (_title, results, times) => {
    const { sent, ended } = await exchange(results);
    expect(sent).toBe(times);
    expect(ended).toEqual({ answer: results[Math.min(times, results.length) - 1] });
  });

  it('once when what fails is no failure of the network', async () => {
    const { ended, sent } = await exchange([]);
    expect(ended).toEqual({ failure: new Error('the server gives nothing') });
    expect(sent).toBe(1);
  });

  it('again after a 403 only while the token may be too new', async () => {
    const results = [{ status: 403 }, { status: 200 }];
    expect(await exchange(results)).toMatchObject({ ended: { answer: { status: 403 } }, sent: 1 });
    expect(await exchange(results, true)).toMatchObject({
      ended: { answer: { status: 200 } },
      sent: 2,
    });
  });
});

describe('what is given at the end', () => {
  it('is the last answer when the tries are spent', async () => {
    const { ended } = await exchange([cut, cut, { status: 502 }, { status: 500 }]);
    expect(ended).toEqual({ answer: { status: 500 } });
  });

  it('is the last failure when the tries are spent', async () => {
    const { ended } = await exchange([{ status: 500 }, cut]);
    expect(ended).toMatchObject({ failure: { fault: cut } });
  });

  it('is the last answer when the time of the budget is spent', async () => {
    const { ended, sent } = await exchange([{ status: 429, waitMs: 6000 }]);
    expect(ended).toEqual({ answer: { status: 429, waitMs: 6000 } });
    expect(sent).toBe(2);
  });

  it('is the last answer when the deadline ends the waiting', async () => {
    clock.lastWait = 2;
    const { ended, sent } = await exchange([cut, { status: 503 }, { status: 200 }]);
    expect(sent).toBe(2);
    expect(ended).toEqual({ answer: { status: 503 } });
  });
});

describe('between two tries', () => {
  it('it waits as long as the schedule says, and tells why', async () => {
    const results = [{ status: 429, waitMs: 1500 }, { status: 503 }, { status: 500 }];
    const { told, ended } = await exchange([...results, { status: 200 }]);
    expect(ended).toEqual({ answer: { status: 200 } });
    expect(told).toEqual(results.map(describeAnswer));
    let elapsedMs = 0;
    const planned = told.map((outcome, index) => {
      const state = { tries: index + 1, elapsedMs, isTokenNew: false };
      const wait = planRetry(outcome, state, budget, random) ?? Number.NaN;
      elapsedMs += wait;
      return wait;
    });
    expect(clock.waits).toEqual(planned);
    expect(clock.waits[0]).toBeGreaterThan(1500);
  });

  it('nothing is told and nothing waits when there is no second try', async () => {
    expect((await exchange([{ status: 404 }])).told).toEqual([]);
    expect(clock.waits).toEqual([]);
  });
});
