import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/core/secret.ts';

const secret = new Secret('hunter2-canary');

describe('a secret', () => {
  it.each([
    ['String()', String(secret)],
    ['a template', `${secret}`],
    ['JSON.stringify', JSON.stringify({ secret })],
    ['inspect', inspect({ nested: [secret] }, { depth: 9, showHidden: true })],
    ['Object.entries', JSON.stringify(Object.entries(secret))],
    ['an error that holds it', inspect(Object.assign(new Error('no'), { secret }))],
  ])('does not show its value in %s', (_way, text) => {
    expect(text).not.toContain('canary');
  });

  it('gives its value to whoever asks for it by name', () => {
    expect(secret.reveal()).toBe('hunter2-canary');
  });
});
