import { Failed, type Failure } from '../core/failure.ts';
import { describeMissing } from '../core/releases/explain-download.ts';
import { describeInstallFailure } from '../core/releases/install-failures.ts';
import { findSum } from '../core/releases/parse-sums.ts';
import type { InstallDirectory, InstallPorts } from '../install-ports.ts';
import type { ChosenRelease } from './choose-release.ts';

/** What an archive has to be. */
export interface Proof {
  readonly sha256: string;
  /** Who says so, for the reader. */
  readonly source: string;
}

/**
 * Finds what proves the archive: the step's own SHA-256, else the one that this orb
 * was built with, else the signed sums of the release. Throws `Failed`.
 */
export async function findProof(
  sha256: string | undefined,
  release: ChosenRelease,
  ports: InstallPorts,
  directory: InstallDirectory,
): Promise<Proof> {
  const { pinned } = release;
  if (sha256 !== undefined) {
    if (pinned !== undefined && pinned !== sha256) {
      ports.report.note(
        `sha256 is not the SHA-256 that this orb knows of ${release.archive}; it counts, as for a mirror that packs releases anew`,
      );
    }
    return { sha256, source: 'the parameter sha256' };
  }
  if (pinned !== undefined) return { sha256: pinned, source: 'the table of this orb' };
  return readSignedSum(release, ports, directory);
}

async function readSignedSum(
  release: ChosenRelease,
  ports: InstallPorts,
  directory: InstallDirectory,
): Promise<Proof> {
  const { title, key, sums: name, archive } = release;
  if (key === undefined) throw new Failed([describeUnprovable(release, 'key')]);
  const sums = await ports.downloads.read(`${release.url}/${name}`);
  if (sums === undefined) {
    throw new Failed([describeMissing(title, name, new URL(release.url).host)]);
  }
  const signature = await readSignature(release, ports);
  if (signature === undefined) throw new Failed([describeUnprovable(release, 'signature')]);
  const verdict = await directory.guard(
    ports.signatures.judge(sums, signature, key, directory.aside),
  );
  if (verdict === undefined) throw new Failed([describeUnprovable(release, 'gpgv')]);
  if (!verdict.isGood) {
    throw new Failed([describeNotProved(`The signature of ${name} does not hold.`, verdict.why)]);
  }
  const sha256 = findSum(sums.toString('utf8'), archive);
  if (sha256 === undefined) {
    const why = 'it does not name the archive once, or has lines of another kind';
    throw new Failed([describeNotProved(`The signed ${name} proves no ${archive}.`, why)]);
  }
  if (verdict.expiredKey) {
    ports.report.note('the key of the signature has expired since; a newer orb has a newer key');
  }
  return { sha256, source: `the signed ${name}` };
}

async function readSignature(
  { url, signatures }: ChosenRelease,
  { downloads }: InstallPorts,
): Promise<Buffer | undefined> {
  for (const name of signatures) {
    const signature = await downloads.read(`${url}/${name}`);
    if (signature !== undefined) return signature;
  }
  return undefined;
}

function describeUnprovable(
  { title, archive, sums, signatures: [signature], newestPinned }: ChosenRelease,
  missing: 'key' | 'signature' | 'gpgv',
): Failure {
  const { why, next } = {
    key: { why: 'this orb has no key of its makers', next: [] },
    signature: {
      why: `there is no signature of its ${sums}`,
      next: [`or let the server have the maker's ${signature} beside it`],
    },
    gpgv: {
      why: 'gpgv, which checks signatures, is not here',
      next: ['or install gnupg (gpgv) in an earlier step'],
    },
  }[missing];
  return describeInstallFailure('ARCHIVE_UNPROVABLE', {
    what: `Nothing proves ${title}, so it is not installed.`,
    why: `its SHA-256 is neither given nor known to this orb, and ${why}`,
    next: [
      `give sha256: the digest of ${archive}, from the maker's signed list`,
      ...next,
      ...(newestPinned === undefined
        ? []
        : [`or write a version that this orb knows, such as latest (${newestPinned})`]),
    ],
  });
}

/** What came is not what it should be. */
export function describeNotProved(what: string, why: string): Failure {
  return describeInstallFailure('ARCHIVE_NOT_PROVED', {
    what,
    why,
    next: [
      'look for a mirror, a proxy or a cache on the way that changes files; use nothing from there',
      'check version, sha256 and release_url',
    ],
  });
}
