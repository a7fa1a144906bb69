import { claimPrefix } from './oidc-token.ts';
import { uuidShape } from './uuid.ts';

/** What a claim's value is. */
export type ClaimKind = 'text' | 'texts' | 'boolean' | 'number';

/** A claim of CircleCI's tokens. */
export interface KnownClaim {
  readonly name: string;
  readonly kind: ClaimKind;
  /** What its text looks like, where there is one shape alone. */
  readonly shape?: RegExp;
  /** That shape in words. */
  readonly example?: string;
}

const uuid = { shape: uuidShape, example: 'a UUID in lower case' };

/** Every claim (CircleCI, "OpenID Connect tokens"). */
const circleCiClaims: readonly KnownClaim[] = [
  { name: 'iss', kind: 'text' },
  { name: 'sub', kind: 'text' },
  { name: 'aud', kind: 'text' },
  { name: 'iat', kind: 'number' },
  { name: 'exp', kind: 'number' },
  { name: `${claimPrefix}org-id`, kind: 'text', ...uuid },
  { name: `${claimPrefix}project-id`, kind: 'text', ...uuid },
  { name: `${claimPrefix}context-ids`, kind: 'texts', ...uuid },
  { name: `${claimPrefix}pipeline-definition-id`, kind: 'text', ...uuid },
  { name: `${claimPrefix}pipeline-id`, kind: 'text', ...uuid },
  { name: `${claimPrefix}workflow-id`, kind: 'text', ...uuid },
  { name: `${claimPrefix}job-id`, kind: 'text', ...uuid },
  { name: `${claimPrefix}ssh-rerun`, kind: 'boolean' },
  {
    name: `${claimPrefix}vcs-origin`,
    kind: 'text',
    shape: /^(?!.*:\/\/)[^/]+(\/.+)?(?<!\.git|\/)$/,
    example: 'host and path without https:// and .git, such as github.com/acme/app',
  },
  {
    name: `${claimPrefix}vcs-ref`,
    kind: 'text',
    shape: /^refs\//,
    example: 'the whole ref, such as refs/heads/main',
  },
];

/** The full name of one of CircleCI's own claims. */
export function nameClaim(short: string): string {
  return claimPrefix + short;
}

/**
 * The steps of a claim's name as Vault reads it: one that begins with `/` is a JSON
 * pointer (RFC 6901), any other is the name itself.
 */
export function splitClaimName(written: string): readonly string[] {
  if (!written.startsWith('/')) return [written];
  const parts = written.slice(1).split('/');
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The claim that a name means, a pointer's way into a list included; undefined when tokens have none such. */
export function findClaim(written: string): KnownClaim | undefined {
  const [name, index, ...deeper] = splitClaimName(written);
  const claim = circleCiClaims.find((known) => known.name === name);
  if (claim === undefined || index === undefined) return claim;
  if (claim.kind !== 'texts' || !/^\d+$/.test(index) || deeper.length > 0) return undefined;
  return { ...claim, kind: 'text' };
}

const otherNames: Readonly<Record<string, string>> = {
  org: 'org-id',
  organization: 'org-id',
  'organization-id': 'org-id',
  project: 'project-id',
  context: 'context-ids',
  contexts: 'context-ids',
  'pipeline-definition': 'pipeline-definition-id',
  ssh: 'ssh-rerun',
  repository: 'vcs-origin',
  branch: 'vcs-ref',
  ref: 'vcs-ref',
};

/** The claim that was probably meant by a name that tokens do not have; undefined for no idea. */
export function guessClaim(written: string): string | undefined {
  const steps = splitClaimName(written).join('/').toLowerCase().replaceAll('_', '-');
  const short = steps.replace(/^.*(?:[/:]|~1)/, '');
  const other = otherNames[short];
  if (other !== undefined) return nameClaim(other);
  const own = circleCiClaims.filter(({ name }) => name.startsWith(claimPrefix));
  return own
    .map(({ name }) => ({ name, distance: measureDistance(short, name.slice(claimPrefix.length)) }))
    .filter(({ distance }) => distance <= 2)
    .sort((one, other) => one.distance - other.distance)[0]?.name;
}

/** How many characters must be added, dropped or changed to get from one text to the other (Levenshtein). */
function measureDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [line, letter] of [...from].entries()) {
    const next = [line + 1];
    for (const [column, wanted] of [...to].entries()) {
      const changed = (row[column] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
