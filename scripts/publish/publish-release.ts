import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../bundle-helper.ts';
import type { Access } from '../circleci-cli/access.ts';
import { findCli } from '../circleci-cli/circleci-cli.ts';
import { throwRefusals } from '../refusal.ts';
import { makeDirectory } from '../temporary-directory.ts';
import { describePlan } from './plan.ts';
import { type Published, publishVersion } from './publish-version.ts';
import { checkRebuild } from './rebuild.ts';
import type { Release } from './release.ts';

const endings: Readonly<Record<Published, string>> = {
  now: 'published, and read back',
  before: 'was published before, with the same source: nothing to do',
  'despite a failure': 'the CLI reported a failure, but the version is there, with this source',
};

/**
 * Builds again, prints the plan and carries it out; with `isDryRun` it ends at the
 * plan. Throws `Refused` when the version is not in the registry at the end.
 */
export async function publishRelease(
  release: Release,
  access: Access,
  { isDryRun }: { readonly isDryRun: boolean },
): Promise<void> {
  using place = makeDirectory('publish');
  throwRefusals(await checkRebuild(place.path));
  const home = join(place.path, 'home');
  mkdirSync(home);
  const cli = await findCli(process.env, access, home);
  const path = `${root}dist/orb.yml`;
  const orb = { path, source: readFileSync(path, 'utf8') };
  console.log(describePlan(release, orb, cli, access));
  if (isDryRun) {
    console.log('dry run: nothing was sent');
    return;
  }
  console.log(endings[await publishVersion({ cli, release, orb, pause })]);
}
