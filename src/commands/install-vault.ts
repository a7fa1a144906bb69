import { Failed, type Failure } from '../core/failure.ts';
import { describeInstallFailure } from '../core/releases/install-failures.ts';
import { isVersionOutput } from '../core/releases/version-output.ts';
import type { InstallDirectory, InstallPorts } from '../install-ports.ts';
import { type ChosenRelease, chooseRelease, type ReleaseTrust } from './choose-release.ts';
import { findProof } from './find-proof.ts';
import type { InstallRequest } from './install-request.ts';
import { obtainArchive } from './obtain-archive.ts';

/**
 * Puts a binary on the PATH of the later steps. What is downloaded is opened once it
 * is proved, and run once before it is put in place. Throws `Failed`; the directory
 * and `$BASH_ENV` are then as they were.
 */
export async function installVault(
  request: InstallRequest,
  trust: ReleaseTrust,
  ports: InstallPorts,
): Promise<void> {
  const release = chooseRelease(request, trust, ports);
  if (await isInstalled(release, ports)) return;
  const directory = ports.openDirectory();
  try {
    const isSought = ports.programs.areSoughtIn(directory.path, release.binary);
    if (!isSought) await ports.searchPath.check();
    const proof = await findProof(request.sha256, release, ports, directory);
    const archive = await obtainArchive(request.usesCache, release, proof, ports, directory);
    const binary = await unpackBinary(release, archive, ports, directory);
    const path = directory.place(binary);
    if (!isSought) await addToPath(release, ports, directory);
    ports.report.tell(`installed ${release.title} as ${path}`);
  } finally {
    directory.close();
  }
}

/** Whether the later steps find this version already. */
async function isInstalled(release: ChosenRelease, ports: InstallPorts): Promise<boolean> {
  const path = ports.programs.find(release.binary);
  if (path === undefined) return false;
  const isThere = isRelease(release, await askVersion(path, ports));
  if (isThere) ports.report.tell(`${release.title} is on the PATH already: ${path}`);
  return isThere;
}

function askVersion(path: string, ports: InstallPorts): Promise<string | undefined> {
  return ports.report.during(`asking ${path} for its version`, ports.programs.askVersion(path));
}

function isRelease({ product, version }: ChosenRelease, output: string | undefined): boolean {
  return output !== undefined && isVersionOutput(output, product, version);
}

/** Unpacks the binary aside and runs it: one for other machines or of another version ends here. */
async function unpackBinary(
  release: ChosenRelease,
  archive: string,
  ports: InstallPorts,
  directory: InstallDirectory,
): Promise<string> {
  const binary = directory.aside(release.binary);
  const unpacking = directory.guard(ports.archives.unpackBinary(archive, release, binary));
  await ports.report.during('unpacking the binary', unpacking);
  const output = await askVersion(binary, ports);
  if (!isRelease(release, output)) throw new Failed([describeUnusable(release, output)]);
  return binary;
}

/** Makes the later steps find the binary, or takes it out of its place. */
async function addToPath(
  { binary }: ChosenRelease,
  { searchPath }: InstallPorts,
  directory: InstallDirectory,
): Promise<void> {
  try {
    await searchPath.add(directory.path, binary);
  } catch (error) {
    directory.undo();
    throw error;
  }
}

function describeUnusable({ title, binary }: ChosenRelease, output: string | undefined): Failure {
  // What it prints is a stranger's text, of which the first words have to do.
  const [said = ''] = /^[\x20-\x7e]{1,60}/.exec(output ?? '') ?? [];
  return describeInstallFailure('PROGRAM_UNUSABLE', {
    what: `The ${binary} in the archive is not ${title} for this machine; it was not installed.`,
    why:
      output === undefined
        ? `"${binary} version" does not run here, or does not end`
        : `"${binary} version" says "${said}"`,
    next: [
      'check where sha256 and release_url come from',
      'or see whether the directory in install_dir lets programs run (noexec)',
    ],
  });
}
