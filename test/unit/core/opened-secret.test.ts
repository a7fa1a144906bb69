import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../src/core/json.ts';
import { openSecret } from '../../../src/core/opened-secret.ts';
import { readSecretAnswer } from '../../../src/core/vault-answers.ts';

/** What opens an answer whose `data` has this JSON. */
function open(data: string, layout: Parameters<typeof openSecret>[1] = 'by shape') {
  const answer = readSecretAnswer(parseJson(`{"data": ${data}}`));
  return answer === undefined ? undefined : openSecret(answer, layout);
}

const metadata = '{"version": 7, "created_time": "2026-01-02T03:04:05Z", "destroyed": false}';

describe('the answer of a path as the API has it', () => {
  it('is that of KV version 2 by its shape', () => {
    expect(open(`{"data": {"a": "b"}, "metadata": ${metadata}}`)).toEqual({
      values: { a: 'b' },
      version: 7,
    });
  });

  it.each([
    ['keys "data" and "metadata"', '{"data": {"a": "b"}, "metadata": {"version": 7}}'],
    ['a key "data" alone', '{"data": {"a": "b"}}'],
    ['a text for "metadata"', '{"data": {"a": "b"}, "metadata": "x"}'],
    ['a text for "data"', `{"data": "x", "metadata": ${metadata}}`],
  ])('is that of KV version 1 where the secret has %s', (_title, data) => {
    const opened = open(data);
    expect(opened?.version).toBeUndefined();
    expect(Object.keys(opened?.values ?? {})).toEqual(Object.keys(Object(JSON.parse(data))));
  });
});

it('an answer of KV version 1 is never opened further where its mount was asked', () => {
  const opened = open(`{"data": {"a": "b"}, "metadata": ${metadata}}`, 'flat');
  expect(Object.keys(opened?.values ?? {})).toEqual(['data', 'metadata']);
});
