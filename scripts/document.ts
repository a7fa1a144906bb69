import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { renderReadmeTable } from './bench/readme-table.ts';
import { parseResults } from './bench/results.ts';
import { root } from './bundle-helper.ts';
import { parseAvailabilityResults } from './document/availability-results.ts';
import { renderAvailabilityTable } from './document/availability-table.ts';
import { fillSections, type Sections } from './document/fill-sections.ts';
import { describeCommands, describeExitStatuses } from './document/tables.ts';
import { describeFailures } from './document/troubleshooting.ts';

/** Every document with generated sections. */
const documents: Readonly<Record<string, Sections>> = {
  'README.md': {
    ...describeCommands(),
    'exit-statuses': describeExitStatuses(),
    availability: renderAvailabilityTable(
      parseAvailabilityResults(readFileSync(`${root}test/availability/results.json`, 'utf8')),
    ),
    bench: renderReadmeTable(parseResults(readFileSync(`${root}bench/results.json`, 'utf8'))),
  },
  'docs/troubleshooting.md': { failures: describeFailures() },
};

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
for (const [name, sections] of Object.entries(documents)) {
  const path = `${root}${name}`;
  const text = readFileSync(path, 'utf8');
  const filled = fillSections(text, sections);
  if (filled === text) continue;
  if (values.check) {
    console.error(`${name} is not what the sources say: run "npm run document"`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, filled);
    console.log(`wrote ${name}`);
  }
}
