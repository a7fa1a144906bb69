import { expect, it } from 'vitest';
import {
  doubtNamespace,
  findTokenFailure,
} from '../../../../src/core/administration/explain-token.ts';
import { describeFailure } from '../../../../src/core/failure.ts';

it.each(['hvs.CAESIJ-x_y', 's.abc', 'root', 'a/b+c=='])('a token may be %s', (token) => {
  expect(findTokenFailure(token)).toBeUndefined();
});

it.each(['hvs.CAES…', 'hvs.a\nhvs.b', 'hvs.a b', 'hvs.\u00a0', 'hvs.\u0007', ''])(
  'no request could carry %j',
  (token) => {
    const failure = findTokenFailure(token);
    expect(failure).toMatchObject({ code: 'TOKEN_MALFORMED', status: 3 });
    expect(JSON.stringify(failure)).not.toContain('hvs');
  },
);

const forbidden = {
  code: 'ADMINISTRATION_FORBIDDEN',
  what: '',
  why: '',
  next: ['ask'],
  status: 4,
} as const;

it('a refusal in a namespace doubts that there is one', () => {
  expect(doubtNamespace(forbidden, 'team').next.join()).toContain('there is a namespace team');
  expect(doubtNamespace(forbidden, '')).toBe(forbidden);
  const other = describeFailure('TLS_FAILED', { what: '', why: '', next: ['wait'] });
  expect(doubtNamespace(other, 'team')).toBe(other);
});
