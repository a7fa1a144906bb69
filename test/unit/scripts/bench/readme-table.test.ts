import { describe, expect, it } from 'vitest';
import { renderReadmeTable } from '../../../../scripts/bench/readme-table.ts';
import { makeResults, smallSizes } from '../../../support/bench-results.ts';

describe("the README's table", () => {
  const text = renderReadmeTable(makeResults(), smallSizes);

  it('has multiples of a bare node, requests, and what must be there', () => {
    expect(text.split('\n\n')[0]).toBe(`\
|  | \`load-secrets\` | the tutorial's agent | \`curl\` and \`jq\` |
| --- | ---: | ---: | ---: |
| wall time, 1 path, server next door | 1.5 × | 3.0 × | 0.8 × |
| wall time, 1 path, server 100 ms away | 6.5 × | 8.0 × | 5.8 × |
| wall time, 20 paths, server next door | 3.4 × | 4.9 × | 2.7 × |
| wall time, 20 paths, server 100 ms away | 8.4 × | 9.9 × | 7.7 × |
| CPU time, 20 paths, server next door | 3.4 × | 4.9 × | 2.7 × |
| memory, 20 paths, server next door | 3.4 × | 4.9 × | 2.7 × |
| requests, 1 path | 4 | 4 | 4 |
| requests, 20 paths | 23 | 23 | 23 |
| must be there | Node 18 | a binary of 182 MB | \`curl\`, \`jq\` |`);
  });

  it('says on what and when it was measured, and never an absolute time of a contender', () => {
    expect(text).toContain('2026-11-24 on 2 cores (linux x64) with Node 20.20.2, OpenBao 2.7.2');
    expect(text.replaceAll('100 ms away', '')).not.toMatch(/\d ?ms\b/);
  });

  it('tells which budgets are held and which are missed', () => {
    expect(text).toContain('| launcher | 2,500 characters | at most 4,000 characters | held |');
    const tooLarge = { ...smallSizes, launcherCharacters: 4_500 };
    expect(renderReadmeTable(makeResults(), tooLarge)).toContain('| missed by 500 characters |');
  });

  it('is not made of results that lack a case', () => {
    expect(() => renderReadmeTable(makeResults({ measurements: [] }), smallSizes)).toThrow(
      'no measurement',
    );
  });
});
