import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { renderReadmeTable } from './bench/readme-table.ts';
import { parseResults } from './bench/results.ts';
import { root } from './bundle-helper.ts';
import { fillSections, type Sections } from './document/fill-sections.ts';
import { describeCommands, describeExitStatuses } from './document/tables.ts';

/** Every document with generated sections. */
const documents: Readonly<Record<string, Sections>> = {
  'README.md': {
    ...describeCommands(),
    'exit-statuses': describeExitStatuses(),
    bench: renderReadmeTable(parseResults(readFileSync(`${root}bench/results.json`, 'utf8'))),
  },
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
