import type { Finding } from './finding.ts';
import { type InterfaceFiles, isChangeset, type ReleasedInterface } from './interface.ts';

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

/** Why the interface is not that of a new version; empty when it is. */
export function checkRelease(version: string, files: InterfaceFiles): Finding[] {
  const { released } = files;
  const findings: Finding[] = [];
  const waiting = files.changesets.filter(isChangeset);
  if (waiting.length > 0) {
    const what = `changes wait for a release: ${waiting.join(', ')}`;
    findings.push({ rule: 'release-changesets', place: '.changeset', what, remedy });
  }
  const rule = 'release-version';
  if (!/^\d+\.\d+\.\d+$/.test(version)) {
    const what = `its version ${version} has not the form 1.2.3`;
    findings.push({ rule, place: 'package.json', what, remedy });
  } else if (released !== undefined && !isAbove(version, released.version)) {
    findings.push({
      rule,
      place: 'package.json',
      what: `its version ${version} is not above ${released.version}, which is released`,
      remedy: `${remedy}; to write the same version once more before its tag is made, put orb/interface.released.yml back as it was`,
    });
  }
  return findings;
}

function isAbove(version: string, other: string): boolean {
  const others = other.split('.').map(Number);
  const differences = version.split('.').map((part, index) => Number(part) - (others[index] ?? 0));
  return (differences.find((difference) => difference !== 0) ?? 0) > 0;
}
