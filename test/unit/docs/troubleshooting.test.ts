import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { root } from '../../../scripts/bundle-helper.ts';
import { failureCodes } from '../../../src/core/failure.ts';
import { installFailureCodes } from '../../../src/core/releases/install-failures.ts';

const page = readFileSync(`${root}docs/troubleshooting.md`, 'utf8');
const launcher = readFileSync(`${root}orb/launcher.sh`, 'utf8');
const fetchNode = readFileSync(`${root}orb/fetch-node.sh`, 'utf8');

/** The exit status that each code of the shell texts ends the step with, as they have it. */
const launcherCodes = [
  ...launcher.matchAll(/ {2}code {2}(?<code>[A-Z_]+)[\s\S]*?exit\(?\s*(?<status>\d+)/g),
  ...fetchNode.matchAll(/\bfail (?<status>\d+) (?<code>[A-Z_]+)/g),
].map(({ groups = {} }) => [groups['code'] ?? '', Number(groups['status'])] as const);

const headings = /^## Status (\d+)|^### ([A-Z_]+)\n([\s\S]*?)(?=^#|^<!--)/gm;

/** The words below each code's heading, and the status whose heading stands above it. */
const sections = new Map<string, { readonly status: number; readonly words: string }>();
let status = 0;
for (const [, number, code, words = ''] of page.matchAll(headings)) {
  if (number !== undefined) status = Number(number);
  else if (code !== undefined) sections.set(code, { status, words });
}

describe('docs/troubleshooting.md', () => {
  it.each<readonly [code: string, status: number]>([
    ...Object.entries(failureCodes),
    ...Object.entries(installFailureCodes),
    ...launcherCodes,
  ])('says below a heading what %s is, with status %i', (code, status) => {
    expect(sections.get(code)).toEqual({
      status,
      words: expect.stringMatching(/^\n\S.*\.\n\n\*\*What to do:\*\* \S.*\.\n\n$/),
    });
  });

  it('tells every code of the shell texts, and no code that there is not', () => {
    const told = launcherCodes.map(([code]) => code);
    expect(told).toEqual([
      'HELPER_DAMAGED',
      'NODE_MISSING',
      'NODE_NOT_KEPT',
      'PARAMETER_INVALID',
      'NODE_NOT_FETCHED',
      'NODE_NOT_PROVED',
    ]);
    const codes = new Set([...Object.keys({ ...failureCodes, ...installFailureCodes }), ...told]);
    expect([...sections.keys()].sort()).toEqual([...codes].sort());
  });
});
