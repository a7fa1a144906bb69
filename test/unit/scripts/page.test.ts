import { expect, it } from 'vitest';
import { wantsColour } from '../../../scripts/page.ts';

it.each([
  ['a terminal', true, undefined, true],
  ['a terminal with an empty NO_COLOR', true, '', true],
  ['a terminal with NO_COLOR', true, '1', false],
  ['a pipe', undefined, undefined, false],
  ['a pipe with NO_COLOR', false, '1', false],
])('%s has colour or not', (_title, isTTY, refusal, isColoured) => {
  const stream = isTTY === undefined ? {} : { isTTY };
  expect(wantsColour(stream, { NO_COLOR: refusal })).toBe(isColoured);
});
