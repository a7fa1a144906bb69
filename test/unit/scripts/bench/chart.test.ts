import { describe, expect, it } from 'vitest';
import { drawChart } from '../../../../scripts/bench/chart.ts';
import { makeResults } from '../../../support/bench-results.ts';

const results = makeResults();
const chart = drawChart(results);

/** The number that an attribute has in each element of a kind, in the order of the image. */
function readNumbers(pattern: RegExp): number[] {
  return [...chart.matchAll(pattern)].map(([, value]) => Number(value));
}

describe('the chart', () => {
  it('has a bar for each contender, distance and number of paths, and its multiple', () => {
    const values = [...chart.matchAll(/class="value"[^>]*>([^<]+)</g)].map(([, text]) => text);
    expect(values).toEqual([
      ...['1.5 ×', '3.0 ×', '0.8 ×', '6.5 ×', '8.0 ×', '5.8 ×'],
      ...['3.4 ×', '4.9 ×', '2.7 ×', '8.4 ×', '9.9 ×', '7.7 ×'],
    ]);
  });

  it('draws bars as long as their multiples, from one edge in each half', () => {
    const widths = readNumbers(/<rect[^>]* width="([\d.]+)"/g);
    const multiples = [1.5, 3, 0.8, 6.5, 8, 5.8, 3.4, 4.9, 2.7, 8.4, 9.9, 7.7];
    for (const [half, most] of [8, 9.9].entries()) {
      const bars = widths.slice(half * 6, half * 6 + 6);
      const longest = Math.max(...bars);
      bars.forEach((width, index) => {
        expect(width / longest).toBeCloseTo((multiples[half * 6 + index] ?? 0) / most, 2);
      });
    }
    expect(new Set(readNumbers(/<rect[^>]* x="([\d.]+)"/g)).size).toBe(2);
  });

  it('keeps everything inside the image', () => {
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(chart) ?? [];
    const right = readNumbers(/<text[^>]* x="([\d.]+)"/g);
    const below = readNumbers(/ y="([\d.]+)"/g);
    expect(Math.max(...right)).toBeLessThan(Number(width));
    expect(Math.max(...below)).toBeLessThan(Number(height));
  });

  it('tells its figures as text too, and where the server is', () => {
    expect(chart).toContain(
      '1 path; server next door: load-secrets 1.5 ×, bao agent 3.0 ×, curl + jq 0.8 ×; server 100 ms away:',
    );
  });

  it('has colours of its own for dark pages, and loads nothing', () => {
    expect(chart).toContain('@media (prefers-color-scheme: dark)');
    expect(chart.match(/https?:[^"]+/g)).toEqual(['http://www.w3.org/2000/svg']);
  });

  it('is the same for the same results', () => {
    expect(drawChart(makeResults())).toBe(chart);
  });
});
