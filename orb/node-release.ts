/** A machine that a build of Node is for, as nodejs.org names it. */
export type NodePlatform = 'linux-x64' | 'linux-arm64' | 'darwin-x64' | 'darwin-arm64';

/** One release of Node, and what proves its archives. */
export interface NodeRelease {
  /** Such as `24.15.0`. */
  readonly version: string;
  /** SHA-256 of `node-v<version>-<platform>.tar.gz`, in hexadecimal. */
  readonly digests: Readonly<Record<NodePlatform, string>>;
}

/**
 * What the launcher fetches where a job has no Node: the long-term support release.
 * The digests are those of nodejs.org's SHASUMS256.txt as cashapp/hermit-packages
 * keeps them; for macOS, bazel-contrib/rules_nodejs keeps the same.
 */
export const nodeRelease: NodeRelease = {
  version: '24.15.0',
  digests: {
    'linux-x64': '44836872d9aec49f1e6b52a9a922872db9a2b02d235a616a5681b6a85fec8d89',
    'linux-arm64': '73afc234d558c24919875f51c2d1ea002a2ada4ea6f83601a383869fefa64eed',
    'darwin-x64': 'ffd5ee293467927f3ee731a553eb88fd1f48cf74eebc2d74a6babe4af228673b',
    'darwin-arm64': '372331b969779ab5d15b949884fc6eaf88d5afe87bde8ba881d6400b9100ffc4',
  },
};
