import { printYaml } from '../../orb/circleci-yaml.ts';
import { type Bump, type Changeset, findLargest, suffices } from './changeset.ts';
import type { Finding } from './finding.ts';
import {
  findLeastBump,
  type InterfaceChange,
  listInterfaceChanges,
  tellChanges,
} from './interface-changes.ts';
import type { OrbUnderReview } from './orb-under-review.ts';

/** What stands in the repository about the orb's interface. */
export interface InterfaceFiles {
  /** The text of `orb/interface.yml`; undefined when it is not there. */
  readonly committed: string | undefined;
  /** What `orb/interface.released.yml` holds; undefined before the first release. */
  readonly released: ReleasedInterface | undefined;
  /** Those that wait for a release. */
  readonly changesets: readonly Changeset[];
}

/** The interface of the version that was released last. */
export interface ReleasedInterface {
  readonly version: string;
  /** As `orb/interface.yml` was then. */
  readonly text: string;
}

/** The orb without its programs, shell texts and keys of caches, which change when nothing does for its users. */
export function printInterface({ root }: Pick<OrbUnderReview, 'root'>): string {
  const { examples, ...rest } = root;
  const head = '# What a config may rely on, written by `npm run orb:validate -- --write`.\n';
  return head + printYaml({ ...leaveOut(rest), examples });
}

const hidden = /^(command|keys?|VAULT_OIDC_(FETCH_NODE|HELPER(_\w+)?))$/;

function leaveOut(map: object): object {
  return JSON.parse(
    JSON.stringify(map, (key, value) =>
      hidden.test(key) && (typeof value === 'string' || Array.isArray(value)) ? undefined : value,
    ),
  );
}

/** Whether the change of the interface is there to be reviewed, and told to the users. */
export function checkInterface(current: string, files: InterfaceFiles): Finding[] {
  const { committed, released, changesets } = files;
  const findings: Finding[] = [];
  if (committed !== current) {
    findings.push({
      rule: 'interface-file',
      place: 'orb/interface.yml',
      what: 'it is not the interface of the orb',
      remedy: 'run "npm run orb:validate -- --write" and review what changed',
    });
  }
  // Before the first release there is no user to tell.
  return released === undefined
    ? findings
    : [...findings, ...checkChangesets(listInterfaceChanges(released.text, current), changesets)];
}

/** Whether the changesets raise the version as far as the changes demand. */
function checkChangesets(
  changes: readonly InterfaceChange[],
  changesets: readonly Changeset[],
): Finding[] {
  const demanded = findLeastBump(changes);
  const raised = findLargest(changesets.map(({ bump }) => bump));
  if (demanded === undefined || suffices(raised, demanded)) return [];
  const told = raised === undefined ? 'no changeset tells the users' : `${raised} alone is told`;
  return [
    {
      rule: 'interface-changeset',
      place: 'orb/interface.yml',
      what: `the interface is not the released one, and ${told} of what is ${demanded} at least: ${tellChanges(changes, demanded)}`,
      remedy: `run "npx changeset", choose ${demandsMore(demanded)}, and say what the author of a config has to do`,
    },
  ];
}

function demandsMore(demanded: Bump): string {
  if (demanded === 'major') return 'major';
  return `${demanded}, or major when a config that worked would fail or do something else`;
}
