import { Failed } from '../core/failure.ts';
import { describeMissing } from '../core/releases/explain-download.ts';
import type { InstallDirectory, InstallPorts } from '../install-ports.ts';
import type { ChosenRelease } from './choose-release.ts';
import { describeNotProved, type Proof } from './find-proof.ts';

/**
 * Brings the archive to a private file and proves it; nothing opens it before. Gives
 * its path. One that an earlier job kept is proved likewise. Throws `Failed`.
 */
export async function obtainArchive(
  usesCache: boolean,
  release: ChosenRelease,
  proof: Proof,
  ports: InstallPorts,
  directory: InstallDirectory,
): Promise<string> {
  const kept = usesCache ? await takeKept(release, proof, ports, directory) : undefined;
  if (kept !== undefined) return kept;
  const archive = await download(release, proof, ports, directory);
  if (usesCache) {
    const keeping = ports.keptArchives.keep(release.archive, archive);
    await ports.report.during('keeping the archive for later jobs', keeping);
  }
  return archive;
}

async function takeKept(
  { archive: name }: ChosenRelease,
  proof: Proof,
  { keptArchives, report }: InstallPorts,
  directory: InstallDirectory,
): Promise<string | undefined> {
  const path = directory.aside('kept');
  const taking = keptArchives.take(name, path, proof.sha256);
  const taken = await report.during('reading the archive of an earlier job', taking);
  if (taken === 'none') return undefined;
  if (taken === 'proved') {
    report.tell(`${name} is here from an earlier job; proved by ${proof.source}`);
    return path;
  }
  report.note(`${name} of an earlier job is not what it should be, and is thrown away`);
  await keptArchives.forget(name);
  return undefined;
}

async function download(
  { title, archive: name, url }: ChosenRelease,
  proof: Proof,
  { downloads, archives, report }: InstallPorts,
  directory: InstallDirectory,
): Promise<string> {
  const { host } = new URL(url);
  const path = directory.aside('archive');
  report.tell(`downloading ${name} from ${host}`);
  if (!(await directory.guard(downloads.save(`${url}/${name}`, path)))) {
    throw new Failed([describeMissing(title, name, host)]);
  }
  const hashing = directory.guard(archives.hash(path));
  const sha256 = await report.during('checking the archive', hashing);
  if (sha256 !== proof.sha256) {
    const what = `${name} from ${host} is not what it should be; it was not opened.`;
    const why = `its SHA-256 is ${sha256}, and by ${proof.source} it is ${proof.sha256}`;
    throw new Failed([describeNotProved(what, why)]);
  }
  report.tell(`proved by ${proof.source}: SHA-256 ${sha256}`);
  return path;
}
