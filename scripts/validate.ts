import { writeFileSync } from 'node:fs';
import { readPackage, root } from './bundle-helper.ts';
import { checkYaml } from './orb/check-yaml.ts';
import { applyRules, type Finding, printFinding } from './orb/finding.ts';
import { checkInterface, printInterface } from './orb/interface.ts';
import { checkJsonSchema } from './orb/json-schema.ts';
import { askOfficialCli } from './orb/official-cli.ts';
import type { OrbUnderReview } from './orb/orb-under-review.ts';
import { readArguments, readOrbFile, type ValidationWish } from './orb/read-arguments.ts';
import { holdForReview, interfacePath, readInterfaceFiles, releasedPath } from './orb/read-orb.ts';
import { checkRelease, printReleased } from './orb/released-interface.ts';
import { reviewNotes } from './orb/rules/registry-review.ts';
import { orbRules } from './orb/rules/rules.ts';
import { checkUnpackedForm } from './orb/unpacked-form.ts';
import { Refused, renderRefusal } from './refusal.ts';
import { readTree } from './unpack/tree.ts';

/** Prints what is wrong with the orb; gives how much that is. Throws `Refused` when it cannot look. */
async function validate(wish: ValidationWish): Promise<number> {
  const path = wish.other ?? `${root}dist/orb.yml`;
  const text = readOrbFile(path);
  const unreadable = checkYaml(text);
  const { findings, notes } =
    unreadable.length > 0
      ? { findings: unreadable, notes: [] }
      : await review(holdForReview(text), path, wish);
  for (const finding of findings) console.error(printFinding(finding));
  for (const note of notes) console.log(`note  ${note}`);
  console.log(`${path}: ${orbRules.length} rules and the JSON schema, ${findings.length} findings`);
  return findings.length;
}

async function review(
  orb: OrbUnderReview,
  path: string,
  wish: ValidationWish,
): Promise<{ findings: Finding[]; notes: string[] }> {
  const official = await askOfficialCli(path, process.env);
  const isOurs = wish.other === undefined;
  const findings = [
    ...applyRules(orb, orbRules),
    ...checkJsonSchema(orb),
    ...official.findings,
    ...(isOurs ? checkUnpackedForm(orb, readTree(`${root}dist/orb`)) : []),
  ];
  if (isOurs) findings.push(...reviewInterface(printInterface(orb), wish, findings.length > 0));
  return { findings, notes: [...reviewNotes, official.note] };
}

/** Checks the interface, once it is written where that was asked for; a faulty one is not released. */
function reviewInterface(text: string, wish: ValidationWish, isFaulty: boolean): Finding[] {
  const now = { version: readPackage().version, text };
  const refusals = wish.isRelease ? checkRelease(now, readInterfaceFiles()) : [];
  const isReleased = wish.isRelease && !isFaulty && refusals.length === 0;
  if (isReleased) writeFileSync(releasedPath, printReleased(now));
  if (isReleased || wish.isWritten) writeFileSync(interfacePath, text);
  return [...refusals, ...checkInterface(text, readInterfaceFiles())];
}

try {
  const wish = readArguments(process.argv.slice(2), process.env);
  process.exitCode = (await validate(wish)) === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  process.exitCode = 2;
  for (const refusal of error.refusals) console.error(`orb:validate: ${renderRefusal(refusal)}`);
}
