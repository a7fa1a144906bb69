import { describe, expect, it } from 'vitest';
import {
  askForRest,
  type PartialFile,
  planReception,
} from '../../../../src/core/releases/plan-reception.ts';
import { describeProgress } from '../../../../src/core/releases/progress.ts';

const nothing: PartialFile = { receivedBytes: 0, totalBytes: undefined, validator: undefined };
const half: PartialFile = { receivedBytes: 50, totalBytes: 100, validator: '"v1"' };

describe('the rest of a file', () => {
  it('is asked for where the server can tell whether it is the same file', () => {
    expect(askForRest(half)).toEqual({ Range: 'bytes=50-', 'If-Range': '"v1"' });
  });

  it.each([
    ['nothing is here', nothing],
    ['it cannot', { ...half, validator: undefined }],
  ])('is not when %s', (_title, file) => {
    expect(askForRest(file)).toEqual({});
  });

  it.each<[title: string, range: string, total: number | undefined]>([
    ['the length is known', 'bytes 50-99/100', 100],
    ['the length was not known', 'bytes 50-99/100', undefined],
  ])('is appended when %s', (_title, range, totalBytes) => {
    const answer = { status: 206, headers: { 'content-range': range } };
    expect(planReception(answer, { ...half, totalBytes })).toEqual({
      kind: 'append',
      file: { ...half, totalBytes: 100 },
    });
  });

  it.each<[range: string | undefined, known: PartialFile]>([
    ['bytes 0-99/100', half],
    ['bytes 51-99/100', half],
    ['bytes 50-199/200', half],
    ['bytes 50-99/*', half],
    ['bytes */100', half],
    [undefined, half],
    ['bytes 0-99/100', nothing],
  ])('is not when it is %s', (range, known) => {
    const answer = { status: 206, headers: { 'content-range': range } };
    expect(planReception(answer, known)).toEqual({ kind: 'start over' });
  });
});

describe('a whole file', () => {
  it.each<[headers: Record<string, string>, total: number | undefined, validator?: string]>([
    [{ 'content-length': '7', etag: '"v2"' }, 7, '"v2"'],
    [{ etag: 'W/"weak"', 'last-modified': 'Tue' }, undefined],
    [{ 'last-modified': 'Tue' }, undefined, 'Tue'],
    [{ 'content-length': '-1' }, undefined],
  ])('takes the place of what is here: %j', (headers, totalBytes, validator) => {
    expect(planReception({ status: 200, headers }, half)).toEqual({
      kind: 'whole',
      file: { receivedBytes: 0, totalBytes, validator },
    });
  });
});

describe('a line of progress', () => {
  it.each([
    [50_000_000, 150_000_000, 10_000_000, '50.0 of 150.0 MB (2.0 MB/s, 50 s left)'],
    [50_000_000, undefined, 10_000_000, '50.0 MB (2.0 MB/s)'],
    [50_000_000, 150_000_000, 0, '50.0 of 150.0 MB (0.0 MB/s)'],
  ])('%d of %s', (receivedBytes, totalBytes, recentBytes, line) => {
    const state = { receivedBytes, totalBytes, recentBytes, seconds: 5 };
    expect(describeProgress(state)).toBe(line);
  });
});
