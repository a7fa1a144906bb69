import { chmodSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { root } from '../../../scripts/bundle-helper.ts';
import { makeOrb } from '../../../scripts/make-orb.ts';
import { linkPrograms, type ProgramDirectory } from '../program-directory.ts';
import type { JobOutcome, JobWish, VaultJobs } from '../vault-jobs.ts';
import { loadSecrets, startVaultJobs } from '../vault-jobs.ts';
import { type ArchiveWish, packNode } from './node-archive.ts';
import { type NodeMirror, startNodeMirror } from './node-mirror.ts';

/** Jobs whose image has no Node, and a mirror that has one. */
export interface NodelessJobs extends AsyncDisposable, VaultJobs {
  readonly mirror: NodeMirror;
  /** The orb that proves the mirror's archive. */
  readonly orb: string;
  /** One `load-secrets` of `secret/app key` as APP_KEY, which fetches from the mirror. */
  load(parameters?: object): unknown;
  /** A PATH that lacks these programs, too. */
  without(...programs: readonly string[]): string;
  /** Where a job keeps the fetched Node, below `vault-oidc` in a directory of caches. */
  readonly kept: string;
  /** Where it keeps the archive that proves it, below the same. */
  readonly keptArchive: string;
}

const value = 'fetched-and-loaded';

/** Asserts that the job's later steps have what `load` loads. */
export function expectLoaded({ environment }: JobOutcome): void {
  expect(environment['APP_KEY']).toBe(value);
}

/** The programs of a small image. */
const imagePrograms = [
  ...['sh', 'bash', 'dash', 'busybox', 'zsh', 'mksh', 'awk', 'cat', 'chmod', 'cmp', 'cp', 'env'],
  ...[
    'find',
    'grep',
    'id',
    'kill',
    'ln',
    'ls',
    'mkdir',
    'mktemp',
    'mv',
    'printf',
    'rm',
    'sed',
    'sleep',
  ],
  ...['stat', 'tail', 'timeout', 'touch', 'uname', 'chown', 'setpriv', 'head', 'dd'],
  ...['curl', 'wget', 'tar', 'gzip', 'sha256sum', 'shasum', 'openssl'],
];

/** Starts Vault, the mirror and what the jobs need; the orb proves the mirror's archive. */
export async function startNodelessJobs(wish: ArchiveWish = {}): Promise<NodelessJobs> {
  const archive = packNode(wish);
  const orb = makeOrb({
    helper: readFileSync(`${root}dist/helper.cjs`),
    installer: readFileSync(`${root}dist/installer.cjs`),
    nodeRelease: archive.release,
  }).yaml;
  const [jobs, mirror] = await Promise.all([startVaultJobs(), startNodeMirror(archive)]);
  await jobs.server.write('secret/data/app', { data: { key: value } });
  const directories = new Map<string, ProgramDirectory>();
  const link = (missing: readonly string[]): string => {
    const names = imagePrograms.filter((name) => !missing.includes(name));
    const linked = directories.get(names.join()) ?? linkPrograms(names);
    // Some jobs run as another user.
    chmodSync(linked.path, 0o755);
    directories.set(names.join(), linked);
    return linked.path;
  };
  const release = archive.path.replace(/^\/v[^/]+\/(.*)\.tar\.gz$/, '$1');
  const stop = async (): Promise<void> => {
    for (const linked of directories.values()) linked[Symbol.dispose]();
    await Promise.all([jobs.stop(), mirror[Symbol.asyncDispose]()]);
  };
  return {
    server: jobs.server,
    issuer: jobs.issuer,
    mirror,
    orb,
    kept: `${release}/bin/node`,
    keptArchive: `${release}/archive`,
    load: (parameters = {}) =>
      loadSecrets('secret/app key | APP_KEY', { node_url: mirror.address, ...parameters }),
    without: (...programs) => link(programs),
    run: (job: JobWish): Promise<JobOutcome> =>
      jobs.run({
        orb,
        path: link([]),
        ...job,
        environment: { ...mirror.trust, ...job.environment },
      }),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
