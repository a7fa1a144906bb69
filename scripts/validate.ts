import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readPackage, root } from './bundle-helper.ts';
import { checkYaml } from './orb/check-yaml.ts';
import { applyRules, type Finding, printFinding } from './orb/finding.ts';
import { checkInterface, printInterface } from './orb/interface.ts';
import { checkJsonSchema } from './orb/json-schema.ts';
import { askOfficialCli } from './orb/official-cli.ts';
import type { OrbUnderReview } from './orb/orb-under-review.ts';
import { holdForReview, interfacePath, readInterfaceFiles, releasedPath } from './orb/read-orb.ts';
import { checkRelease, printReleased } from './orb/released-interface.ts';
import { reviewNotes } from './orb/rules/registry-review.ts';
import { orbRules } from './orb/rules/rules.ts';
import { checkUnpackedForm } from './orb/unpacked-form.ts';
import { readTree } from './unpack/tree.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    write: { type: 'boolean', default: false },
    release: { type: 'boolean', default: false },
  },
});
const [other] = positionals;
if (other !== undefined && (values.write || values.release)) {
  throw new Error('--write and --release are for the orb of this project');
}
const path = other === undefined ? `${root}dist/orb.yml` : resolve(other);

const text = readFileSync(path, 'utf8');
const unreadable = checkYaml(text);
const { findings, notes } =
  unreadable.length > 0 ? { findings: unreadable, notes: [] } : await review(holdForReview(text));

for (const finding of findings) console.error(printFinding(finding));
for (const note of notes) console.log(`note  ${note}`);
console.log(`${path}: ${orbRules.length} rules and the JSON schema, ${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;

async function review(orb: OrbUnderReview): Promise<{ findings: Finding[]; notes: string[] }> {
  const official = await askOfficialCli(path, process.env);
  const findings = [
    ...applyRules(orb, orbRules),
    ...checkJsonSchema(orb),
    ...official.findings,
    ...(other === undefined ? checkUnpackedForm(orb, readTree(`${root}dist/orb`)) : []),
  ];
  if (other === undefined) {
    findings.push(...reviewInterface(printInterface(orb), findings.length > 0));
  }
  return { findings, notes: [...reviewNotes, official.note] };
}

/** Checks the interface, once it is written where that was asked for; a faulty one is not released. */
function reviewInterface(text: string, isFaulty: boolean): Finding[] {
  const { version } = readPackage();
  const refusals = values.release ? checkRelease(version, readInterfaceFiles()) : [];
  const isReleased = values.release && !isFaulty && refusals.length === 0;
  if (isReleased) writeFileSync(releasedPath, printReleased({ version, text }));
  if (isReleased || values.write) writeFileSync(interfacePath, text);
  return [...refusals, ...checkInterface(text, readInterfaceFiles())];
}
