import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { root } from '../../../scripts/bundle-helper.ts';
import { failureCodes } from '../../../src/core/failure.ts';

const page = readFileSync(`${root}docs/troubleshooting.md`, 'utf8');
const launcher = readFileSync(`${root}orb/launcher.sh`, 'utf8');

/** The exit status that each code of the launcher ends the step with, as its text has it. */
const launcherCodes = [...launcher.matchAll(/ {2}code {2}([A-Z_]+)[\s\S]*?exit\(?\s*(\d+)/g)].map(
  ([, code = '', status]) => [code, Number(status)] as const,
);

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
    ...launcherCodes,
  ])('says below a heading what %s is, with status %i', (code, status) => {
    expect(sections.get(code)).toEqual({
      status,
      words: expect.stringMatching(/^\n\S.*\.\n\n\*\*What to do:\*\* \S.*\.\n\n$/),
    });
  });

  it('tells both codes of the launcher, and no code that there is not', () => {
    expect(launcherCodes.map(([code]) => code)).toEqual(['NODE_MISSING', 'HELPER_DAMAGED']);
    const codes = [...Object.keys(failureCodes), ...launcherCodes.map(([code]) => code)];
    expect([...sections.keys()].sort()).toEqual(codes.sort());
  });
});
