import { join } from 'node:path';
import { root } from '../bundle-helper.ts';
import { readReason } from '../circleci-cli/circleci-cli.ts';
import { Refused } from '../refusal.ts';
import { type ProgramResult, runProgram } from '../run-program.ts';

// The registry may be slow, and npm tries each file three times.
const longestMs = 600_000;

// What git and npm need to run, and npm to reach its registry and its cache. No token of
// CircleCI, and no setting of npm that would install less than the lock file names.
const passedOn =
  /^(PATH|PATHEXT|SYSTEMROOT|HOME|USERPROFILE|APPDATA|LOCALAPPDATA|TMPDIR|TEMP|TMP|LANG|LC_ALL|SSL_CERT_(FILE|DIR)|NODE_EXTRA_CA_CERTS|(https?|no)_proxy|npm_config_(cache|userconfig|globalconfig|registry|cafile|(https?_)?proxy|noproxy))$/i;

/**
 * Writes the files of the commit into a new directory below `place`, installs there what
 * their lock file names, without running scripts of packages, and gives the directory.
 * Nothing of the working tree takes part. Throws `Refused` when one of it cannot be done.
 */
export async function makeFreshCheckout(
  place: string,
  commit: string,
  signal: AbortSignal,
): Promise<string> {
  const directory = join(place, 'checkout');
  const kept = Object.entries(process.env).filter(([name]) => passedOn.test(name));
  const environment = Object.fromEntries(kept);
  const git = (...args: string[]): Promise<ProgramResult> =>
    runProgram('git', args, {
      directory: root,
      // The repository's own index stays as it is.
      environment: { ...environment, GIT_INDEX_FILE: join(place, 'index') },
      longestMs,
      signal,
    });
  for (const args of [
    ['read-tree', commit],
    ['checkout-index', '--all', `--prefix=${directory}/`],
  ]) {
    const result = await git(...args);
    if (result.exitStatus !== 0) throw describeUnwritten(commit, result);
  }
  await installLocked(directory, environment, signal);
  return directory;
}

async function installLocked(
  directory: string,
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<void> {
  const args = ['ci', '--ignore-scripts', '--include=dev', '--prefer-offline', '--no-audit'];
  const setting = { directory, environment, longestMs, signal };
  try {
    const result = await runProgram('npm', [...args, '--no-fund'], setting);
    if (result.exitStatus !== 0) throw describeUninstalled(readReason(result));
  } catch (error) {
    if (signal.aborted || error instanceof Refused) throw error;
    throw describeUninstalled(error instanceof Error ? error.message : String(error));
  }
}

function describeUnwritten(commit: string, result: ProgramResult): Refused {
  return new Refused([
    {
      what: `The files of the commit ${commit.slice(0, 12)} cannot be written anew.`,
      why: `git says: ${readReason(result).slice(0, 600)}`,
      next: ['publish from a whole clone, with room in the directory for temporary files'],
    },
  ]);
}

function describeUninstalled(reason: string): Refused {
  return new Refused([
    {
      what: 'The locked dependencies cannot be installed beside the working tree.',
      why: `a production version is compared with a build from its tag and from them alone; npm ci says: ${reason.slice(0, 600)}`,
      next: [
        'nothing was sent: let npm reach its registry, and run the same command again',
        'if package-lock.json does not fit package.json: npm install --package-lock-only, commit, and tag anew',
      ],
    },
  ]);
}
