import { describe, expect, it } from 'vitest';
import {
  countAnswers,
  countTokensLeft,
  countTries,
  summarizeTries,
} from '../../availability/figures.ts';

/** What a helper asked, as `<method> <path>`. */
function ask(...texts: readonly string[]) {
  const requests = texts.map((text) => {
    const [method = '', path = ''] = text.split(' ');
    return { method, path, status: 200 };
  });
  return { requests };
}

const calm = ask('POST login', 'GET a', 'GET b', 'POST revoke');
const troubled = ask('POST login', 'POST login', 'GET a', 'GET b', 'GET b', 'GET b', 'POST b');

describe('the figures of a run', () => {
  it('tell how often the request was sent that was sent most often', () => {
    expect(countTries(calm)).toBe(1);
    expect(countTries(troubled)).toBe(3);
  });

  it('tell mean and most of those tries', () => {
    expect(summarizeTries([calm, calm, troubled])).toEqual({ mean: 1.67, max: 3 });
  });

  it('tell how many tokens are left', () => {
    const login = { method: 'POST', path: 'auth/jwt/login', status: 200 };
    const revocation = { method: 'POST', path: 'auth/token/revoke-self', status: 204 };
    const outcomes = [
      [login, revocation],
      [login, { ...revocation, status: 307 }, revocation],
      [login, { ...revocation, status: 307 }, { ...revocation, status: undefined }],
      [login],
      [{ ...login, status: 307 }],
    ].map((requests) => ({ requests }));
    expect(countTokensLeft(outcomes)).toBe(2);
  });

  it('tell how often each status came back', () => {
    const statuses = [307, 200, undefined, 200].map((status) => ({ status }));
    expect(countAnswers(statuses)).toEqual({ '200': 2, '307': 1, cut: 1 });
  });
});
