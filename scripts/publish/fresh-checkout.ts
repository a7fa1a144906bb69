import { mkdir } from 'node:fs/promises';
import { devNull } from 'node:os';
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

// What a machine's settings and attribute files say of line ends would change the bytes.
const plain = ['core.autocrlf=false', 'core.eol=lf', `core.attributesFile=${devNull}`];

/**
 * Writes the files of the commit into a new directory below `place`, installs there what
 * their lock file names, without running scripts of packages, and gives the directory.
 * No file of the working tree and no setting of line ends takes part. Throws `Refused` when one of it cannot be done.
 */
export async function makeFreshCheckout(
  place: string,
  commit: string,
  signal: AbortSignal,
): Promise<string> {
  const directory = join(place, 'checkout');
  const kept = Object.entries(process.env).filter(([name]) => passedOn.test(name));
  const environment = Object.fromEntries(kept);
  const nothing = join(place, 'nothing');
  await mkdir(nothing);
  const git = async (more: Readonly<Record<string, string>>, ...args: string[]) => {
    const settings = plain.flatMap((setting) => ['-c', setting]);
    const result: ProgramResult = await runProgram('git', [...settings, ...args], {
      directory: root,
      environment: { ...environment, ...more, GIT_ATTR_NOSYSTEM: '1' },
      longestMs,
      signal,
    });
    if (result.exitStatus !== 0) throw describeUnwritten(commit, result);
    return result.stdout.trim();
  };
  const apart = {
    // The repository's own index stays as it is, and attributes of the working tree unread.
    GIT_INDEX_FILE: join(place, 'index'),
    GIT_DIR: await git({}, 'rev-parse', '--absolute-git-dir'),
    GIT_WORK_TREE: nothing,
  };
  await git(apart, 'read-tree', commit);
  await git(apart, 'checkout-index', '--all', `--prefix=${directory}/`);
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
