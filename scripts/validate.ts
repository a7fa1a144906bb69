import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './bundle-helper.ts';
import { checkYaml } from './orb/check-yaml.ts';
import { applyRules, type Finding, printFinding } from './orb/finding.ts';
import { checkInterface, printInterface } from './orb/interface.ts';
import { checkJsonSchema } from './orb/json-schema.ts';
import { askOfficialCli } from './orb/official-cli.ts';
import type { OrbUnderReview } from './orb/orb-under-review.ts';
import { holdForReview, interfacePath, readInterfaceFiles } from './orb/read-orb.ts';
import { reviewNotes } from './orb/rules/registry-review.ts';
import { orbRules } from './orb/rules/rules.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean', default: false } },
});
const [other] = positionals;
if (other !== undefined && values.write) throw new Error('--write is for the orb of this project');
const path = other === undefined ? `${root}dist/orb.yml` : resolve(other);

const text = readFileSync(path, 'utf8');
const unreadable = checkYaml(text);
const { findings, notes } =
  unreadable.length > 0 ? { findings: unreadable, notes: [] } : review(holdForReview(text));

for (const finding of findings) console.error(printFinding(finding));
for (const note of notes) console.log(`note  ${note}`);
console.log(`${path}: ${orbRules.length} rules and the JSON schema, ${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;

function review(orb: OrbUnderReview): { findings: Finding[]; notes: string[] } {
  const own = printInterface(orb);
  if (values.write) writeFileSync(interfacePath, own);
  const official = askOfficialCli(path, process.env);
  const findings = [
    ...applyRules(orb, orbRules),
    ...checkJsonSchema(orb),
    ...(other === undefined ? checkInterface(own, readInterfaceFiles()) : []),
    ...official.findings,
  ];
  return { findings, notes: [...reviewNotes, official.note] };
}
