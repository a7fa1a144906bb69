/** A repository as CircleCI names its project. */
export interface ProjectSlug {
  /** Such as `gh/acme/app`. */
  readonly slug: string;
  /** Such as `gh/acme`. */
  readonly organization: string;
}

const shortNames: Readonly<Record<string, string>> = { 'github.com': 'gh', 'bitbucket.org': 'bb' };

/**
 * The project of a Git remote's URL, which may hold a password; undefined for a host that
 * CircleCI has no short name for. Projects of GitHub's App and of GitLab go by other slugs.
 */
export function findProjectSlug(url: string): ProjectSlug | undefined {
  // URLs with a scheme, and the short form of scp: `git@host:path`.
  const parts =
    /^(?:https?|ssh|git):\/\/(?:[^/@]*@)?(?<host>[^/:@]+)(?::\d+)?\/(?<path>.+)$/i.exec(url) ??
    /^(?:[^/@:]+@)?(?<host>[^/:@]+):(?!\/\/)(?<path>.+)$/.exec(url);
  const host = parts?.groups?.['host']?.toLowerCase().replace(/^(ssh|www)\./, '') ?? '';
  const short = Object.hasOwn(shortNames, host) ? shortNames[host] : undefined;
  const path = parts?.groups?.['path']?.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '') ?? '';
  if (short === undefined || !/^[\w.-]+\/[\w.-]+$/.test(path)) return undefined;
  const [owner = ''] = path.split('/');
  return { slug: `${short}/${path}`, organization: `${short}/${owner}` };
}
