import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../bundle-helper.ts';
import type { Access } from '../circleci-cli/access.ts';
import { type CircleCiCli, findCli } from '../circleci-cli/circleci-cli.ts';
import { Interruption } from '../interruption.ts';
import { Refused, throwRefusals } from '../refusal.ts';
import { makeDirectory } from '../temporary-directory.ts';
import { describeBrokenOff } from './failed-publish.ts';
import { makeFreshCheckout } from './fresh-checkout.ts';
import { describePlan } from './plan.ts';
import type { PackedOrb } from './publication.ts';
import { type Published, publishVersion } from './publish-version.ts';
import { checkRebuild } from './rebuild.ts';
import type { Release } from './release.ts';

/** How far to go, and from what. */
export interface PublishSetting {
  readonly isDryRun: boolean;
  /** The commit that is checked out, in full. */
  readonly commit: string;
  /** Breaks the work off. */
  readonly signal: AbortSignal;
}

const endings: Readonly<Record<Published, string>> = {
  now: 'published, and read back',
  before: 'was published before, with the same source: nothing to do',
  'despite a failure': 'the CLI reported a failure, but the version is there, with this source',
};

/**
 * Builds again, a production version from a fresh checkout of the commit, prints the plan
 * and carries it out; with `isDryRun` it ends at the plan, and needs no CLI. Throws
 * `Refused` when the version is not in the registry at the end, or nobody knows; and the
 * signal's reason when that came before anything was sent.
 */
export async function publishRelease(
  release: Release,
  access: Access,
  { isDryRun, commit, signal }: PublishSetting,
): Promise<void> {
  using place = makeDirectory('publish');
  const home = join(place.path, 'home');
  mkdirSync(home);
  // Before the builds, which take their time.
  const cli = await findCli(process.env, access, home, signal).catch((error: unknown) => {
    if (isDryRun && error instanceof Refused) return error;
    throw error;
  });
  const sources = release.isProduction ? await makeFreshCheckout(place.path, commit, signal) : root;
  throwRefusals(await checkRebuild(sources, place.path, signal));
  const path = `${root}dist/orb.yml`;
  const orb = { path, source: readFileSync(path, 'utf8') };
  console.log(describePlan(release, orb, cli, access));
  if (isDryRun || cli instanceof Refused) {
    console.log('dry run: nothing was sent');
    return;
  }
  console.log(endings[await publish(release, orb, cli, signal)]);
}

async function publish(
  release: Release,
  orb: PackedOrb,
  cli: CircleCiCli,
  signal: AbortSignal,
): Promise<Published> {
  let isSent = false;
  try {
    return await publishVersion({
      cli,
      release,
      orb,
      pause: (ms) => pause(ms, undefined, { signal }),
      onSend: () => {
        signal.throwIfAborted();
        isSent = true;
      },
    });
  } catch (error) {
    const cause: unknown = signal.reason;
    // What fails after a signal fails because of it, unless the registry has spoken.
    if (!isSent || error instanceof Refused || !(cause instanceof Interruption)) throw error;
    throw describeBrokenOff(release, cause.message);
  }
}
