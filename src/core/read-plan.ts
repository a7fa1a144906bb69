import { describeFailure, type Failure } from './failure.ts';
import { formatPath, type Reference, type SecretPath } from './references/reference.ts';
import type { Mount } from './vault-answers.ts';

/** How the answer of a read is laid out. */
export type Layout =
  /** `data.data` holds the secret, `data.metadata` its version. */
  | 'versioned'
  /** `data` holds the secret. */
  | 'flat'
  /** One of both; the answer's shape tells. */
  | 'by shape';

/** One request, and the references it answers. */
export interface PlannedRead {
  readonly path: SecretPath;
  /** The API's path, encoded, without `v1/`, with its query. */
  readonly requestPath: string;
  readonly layout: Layout;
  readonly references: readonly Reference[];
}

/** A path that several references may share. */
export interface WantedPath {
  readonly path: SecretPath;
  readonly references: readonly Reference[];
}

/** The distinct paths, each with its references, in the order of their first mention. */
export function groupByPath(references: readonly Reference[]): WantedPath[] {
  const groups = new Map<string, Reference[]>();
  for (const reference of references) {
    const key = formatPath(reference.path);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [reference]);
    else group.push(reference);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ path: first.path, references: group }];
  });
}

/**
 * Whether the path is written as the API has it (`secret/data/app`), so that no
 * mount needs to be asked: pasted from Vault's API or from vault-action.
 */
export function isApiPath({ segments }: SecretPath): boolean {
  return segments.length > 2 && segments[1] === 'data';
}

/** Whether the path lies in the mount. */
export function isInMount({ segments }: SecretPath, mount: Mount): boolean {
  return mount.segments.every((segment, index) => segments[index] === segment);
}

/**
 * The paths whose mounts to ask for next: one for each first segment, for paths
 * of one mount mostly share it, and what an answer does not cover is asked in
 * the next round.
 */
export function choosePathsToAsk(paths: readonly SecretPath[]): SecretPath[] {
  const byRoot = new Map<string, SecretPath>();
  for (const path of paths) {
    const root = path.segments[0] ?? '';
    if (!byRoot.has(root)) byRoot.set(root, path);
  }
  return [...byRoot.values()];
}

/** The path's segments as the API takes them. */
export function encodePath(segments: readonly string[]): string {
  return segments.map(encodeURIComponent).join('/');
}

/** The request for a path; `mount` is undefined for an API path. */
export function planRead(
  { path, references }: WantedPath,
  mount: Mount | undefined,
): PlannedRead | Failure {
  const { segments, version } = path;
  const query = version === undefined ? '' : `?version=${version}`;
  if (mount === undefined) {
    return { path, references, layout: 'by shape', requestPath: encodePath(segments) + query };
  }
  const inside = segments.slice(mount.segments.length);
  // consul-template reads a path that already has "data" behind its mount the
  // same way; vault-action's users write it so.
  const isStored = mount.isVersioned && inside[0] === 'data';
  if (mount.isInternal || inside.length === (isStored ? 1 : 0)) {
    const place = `${mount.segments.join('/')}/`;
    return describeFailure('REFERENCE_INVALID', {
      what: `"${formatPath(path)}" is not a secret.`,
      why: `${listLines(references)}: ${mount.isInternal ? `${place} belongs to Vault itself` : `it is the secrets engine ${place}, and nothing follows`}`,
      next: ['name a secret below a secrets engine: <mount>/<path of the secret>'],
    });
  }
  if (mount.isVersioned) {
    const stored = isStored ? inside : ['data', ...inside];
    const requestPath = encodePath([...mount.segments, ...stored]) + query;
    return { path, references, layout: 'versioned', requestPath };
  }
  if (version !== undefined) return describeUnversioned(path, references);
  return { path, references, layout: 'flat', requestPath: encodePath(segments) };
}

/** The failure of a version that was pinned where there are none. */
export function describeUnversioned(path: SecretPath, references: readonly Reference[]): Failure {
  return describeFailure('VERSION_UNSUPPORTED', {
    what: `"${formatPath(path)}" cannot be read at a version.`,
    why: `${listLines(references)}: it does not lie in a KV version 2 mount`,
    next: ['drop ?version=, or read from a KV version 2 mount'],
  });
}

/** `line 3` or `lines 3, 7`: where the references stand in `secrets`. */
export function listLines(references: readonly Reference[]): string {
  const lines = [...new Set(references.map(({ line }) => line))];
  return `${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}`;
}
