import { readPackage, root } from './bundle-helper.ts';
import { checkToken, readAccess } from './circleci-cli/access.ts';
import { checkClean, checkTag, lookAtCheckout } from './publish/checkout.ts';
import { publishRelease } from './publish/publish-release.ts';
import { checkNames, nameCommit, nameRelease } from './publish/release.ts';
import { reportRefusals } from './publish/report-refusals.ts';
import { readWish } from './publish/wish.ts';
import { throwRefusals } from './refusal.ts';

const usage =
  'npm run orb:publish -- --namespace acme --version dev:alpha|dev:sha|1.2.3 [--dry-run]';

await reportRefusals('orb:publish', async (signal) => {
  const commandLine = { args: process.argv.slice(2), environment: process.env, usage };
  const { namespace, version, isDryRun } = readWish(commandLine, ['namespace', 'version']);
  const access = readAccess(process.env);
  const checkout = lookAtCheckout(root);
  const release = nameRelease(namespace, nameCommit(version, checkout.commit));
  throwRefusals([
    ...checkNames(release),
    ...checkClean(checkout),
    ...checkTag(release, checkout, readPackage().version),
    ...(isDryRun ? [] : checkToken(access)),
  ]);
  await publishRelease(release, access, { isDryRun, commit: checkout.commit, signal });
});
