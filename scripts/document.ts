import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { renderReadmeTable } from './bench/readme-table.ts';
import { parseResults } from './bench/results.ts';
import { measureSizes } from './bench/sizes.ts';
import { readPackage, root } from './bundle-helper.ts';
import { parseAvailabilityResults } from './document/availability-results.ts';
import { renderAvailabilityTable } from './document/availability-table.ts';
import { describeCommandLine } from './document/command-line.ts';
import { fillSections, type Sections } from './document/fill-sections.ts';
import { writeOrbReferences } from './document/orb-references.ts';
import { describeCommands, describeExitStatuses } from './document/tables.ts';
import { describeFailures } from './document/troubleshooting.ts';
import { makeWholeOrb } from './make-orb.ts';

/** The generated sections, by the document that holds them. */
const generated: Readonly<Record<string, Sections>> = {
  'README.md': {
    ...describeCommands(),
    'exit-statuses': describeExitStatuses(),
    availability: renderAvailabilityTable(
      parseAvailabilityResults(readFileSync(`${root}test/availability/results.json`, 'utf8')),
    ),
    bench: renderReadmeTable(
      parseResults(readFileSync(`${root}bench/results.json`, 'utf8')),
      measureSizes((await makeWholeOrb()).orb.yaml),
    ),
  },
  'docs/administration.md': describeCommandLine(),
  'docs/troubleshooting.md': { failures: describeFailures() },
};

/** What tells users how to write a config. */
const documents = ['README.md', 'SECURITY.md', ...listFiles('docs'), ...listFiles('docs/tutorial')];
const { version } = readPackage();

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
for (const name of documents) {
  const path = `${root}${name}`;
  const text = readFileSync(path, 'utf8');
  const filled = writeOrbReferences(fillSections(text, generated[name] ?? {}), version);
  if (filled === text) continue;
  if (values.check) {
    console.error(`${name} is not what the sources say: run "npm run document"`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, filled);
    console.log(`wrote ${name}`);
  }
}

function listFiles(directory: string): string[] {
  return readdirSync(`${root}${directory}`, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${directory}/${entry.name}`);
}
