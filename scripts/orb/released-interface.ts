import type { Bump } from './changeset.ts';
import type { Finding } from './finding.ts';
import type { InterfaceFiles, ReleasedInterface } from './interface.ts';
import { findLeastBump, listInterfaceChanges, tellChanges } from './interface-changes.ts';

const head = /^# The interface of version (\d+\.\d+\.\d+), .*\n/;

/** The text of `orb/interface.released.yml`. */
export function printReleased({ version, text }: ReleasedInterface): string {
  return `# The interface of version ${version}, written by \`npm run orb:validate -- --release\`.\n${text}`;
}

/** Reads that text again. Throws when it does not begin with its version. */
export function parseReleased(file: string): ReleasedInterface {
  const [line = '', version] = head.exec(file) ?? [];
  if (version === undefined) {
    throw new Error('orb/interface.released.yml does not say which version it is of');
  }
  return { version, text: file.slice(line.length) };
}

const remedy = 'run "npx changeset version", which takes the changesets and raises the version';

/** Why this is not the interface of a new version; empty when it is. */
export function checkRelease(
  { version, text }: ReleasedInterface,
  files: InterfaceFiles,
): Finding[] {
  const { released, changesets } = files;
  const findings: Finding[] = [];
  if (changesets.length > 0) {
    const what = `changes wait for a release: ${changesets.map(({ name }) => name).join(', ')}`;
    findings.push({ rule: 'release-changesets', place: '.changeset', what, remedy });
  }
  const rule = 'release-version';
  if (!/^\d+\.\d+\.\d+$/.test(version)) {
    const what = `its version ${version} has not the form 1.2.3`;
    findings.push({ rule, place: 'package.json', what, remedy });
  } else if (released !== undefined && compare(version, released.version) <= 0) {
    findings.push({
      rule,
      place: 'package.json',
      what: `its version ${version} is not above ${released.version}, which is released`,
      remedy: `${remedy}; to write the same version once more before its tag is made, put orb/interface.released.yml back as it was`,
    });
  } else if (released !== undefined) {
    const changes = listInterfaceChanges(released.text, text);
    const demanded = findLeastBump(changes);
    if (demanded !== undefined && compare(version, raise(released.version, demanded)) < 0) {
      const least = raise(released.version, demanded);
      const what = `its version ${version} is below ${least}, since it is ${demanded} at least: ${tellChanges(changes, demanded)}`;
      findings.push({ rule, place: 'package.json', what, remedy });
    }
  }
  return findings;
}

/** Below 0 when the first version is the lower one, above 0 when it is the higher one. */
function compare(version: string, other: string): number {
  const others = readParts(other);
  const differences = readParts(version).map((part, index) => part - (others[index] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}

function raise(version: string, bump: Bump): string {
  const [major = 0, minor = 0, patch = 0] = readParts(version);
  if (bump === 'major') return `${major + 1}.0.0`;
  return bump === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}

function readParts(version: string): number[] {
  return version.split('.').map(Number);
}
