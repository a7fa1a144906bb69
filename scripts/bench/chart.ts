import { formatDistance, formatMultiple, formatPaths } from './figures.ts';
import { fewestPaths, mostPaths } from './plan.ts';
import {
  type BenchResults,
  type ContenderName,
  contenderNames,
  findMeasurement,
} from './results.ts';

// Pixels.
const panelWidth = 380;
const margin = 16;
const labelWidth = 92;
const valueWidth = 52;
const longestBar = panelWidth - 2 * margin - labelWidth - valueWidth;
const rowHeight = 20;
const groupHeight = (contenderNames.length + 1) * rowHeight + 12;
const headHeight = 62;
const footHeight = 26;

const style = `
  text { font: 12px system-ui, sans-serif; fill: #1f2328 }
  .title { font-size: 15px; font-weight: 600 }
  .quiet { fill: #59636e }
  .value { font-weight: 600 }
  .ours { fill: #0969da }
  .other { fill: #8c959f }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc }
    .quiet { fill: #9198a1 }
    .ours { fill: #4493f8 }
    .other { fill: #6e7681 }
  }
`;

interface Bar {
  readonly contender: ContenderName;
  /** Wall time in those of a bare `node -e 0`. */
  readonly multiple: number;
}

interface Group {
  readonly roundTripMs: number;
  readonly bars: readonly Bar[];
}

interface Panel {
  readonly title: string;
  readonly groups: readonly Group[];
}

/**
 * Draws the wall time of each contender by round trip, for the fewest and the
 * most paths: an SVG image that suits light and dark pages. The unit is the wall
 * time of a bare `node -e 0`, and each half has its own scale. Throws when the
 * results lack a case.
 */
export function drawChart(results: BenchResults): string {
  const panels = [fewestPaths, mostPaths].map((paths) => readPanel(results, paths));
  const rows = Math.max(...panels.map(({ groups }) => groups.length));
  const width = panels.length * panelWidth;
  const height = headHeight + rows * groupHeight + footHeight;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">
<title id="title">Wall time to load secrets, in multiples of a bare node -e 0</title>
<desc id="description">${panels.map(describePanel).join(' ')}</desc>
<style>${style}</style>
${panels.map((panel, index) => drawPanel(panel, index * panelWidth + margin)).join('\n')}
<text class="quiet" x="${margin}" y="${height - 12}">Wall time in multiples of a bare node -e 0: shorter is better. Each half has its own scale.</text>
</svg>
`;
}

function readPanel(results: BenchResults, paths: number): Panel {
  const roundTrips = new Set(results.measurements.map(({ roundTripMs }) => roundTripMs));
  const groups = [...roundTrips].map((roundTripMs) => {
    const bars = contenderNames.map((contender) => {
      const { wallMs } = findMeasurement(results, contender, paths, roundTripMs);
      return { contender, multiple: wallMs.median / results.bareNode.wallMs.median };
    });
    return { roundTripMs, bars };
  });
  return { title: formatPaths(paths), groups };
}

function describePanel({ title, groups }: Panel): string {
  const told = groups.map(({ roundTripMs, bars }) => {
    const each = bars.map(({ contender, multiple }) => `${contender} ${formatMultiple(multiple)}`);
    return `server ${formatDistance(roundTripMs)}: ${each.join(', ')}`;
  });
  return `${title}; ${told.join('; ')}.`;
}

function drawPanel({ title, groups }: Panel, left: number): string {
  const most = Math.max(...groups.flatMap(({ bars }) => bars.map(({ multiple }) => multiple)));
  const scale = longestBar / most;
  return [
    `<text class="title" x="${left}" y="32">${title}</text>`,
    ...groups.map((group, index) =>
      drawGroup(group, { left, top: headHeight + index * groupHeight, scale }),
    ),
  ].join('\n');
}

interface GroupPlace {
  readonly left: number;
  readonly top: number;
  /** Pixels for one multiple. */
  readonly scale: number;
}

function drawGroup({ roundTripMs, bars }: Group, { left, top, scale }: GroupPlace): string {
  const start = left + labelWidth;
  const rows = bars.map(({ contender, multiple }, index) => {
    const y = top + (index + 1) * rowHeight;
    const length = Number((multiple * scale).toFixed(1));
    const kind = contender === 'load-secrets' ? 'ours' : 'other';
    return [
      `<text x="${left}" y="${y}">${contender}</text>`,
      `<rect class="${kind}" x="${start}" y="${y - 12}" width="${length}" height="15" rx="2"/>`,
      `<text class="value" x="${start + length + 6}" y="${y}">${formatMultiple(multiple)}</text>`,
    ].join('\n');
  });
  const head = `<text class="quiet" x="${left}" y="${top}">server ${formatDistance(roundTripMs)}</text>`;
  return [head, ...rows].join('\n');
}
