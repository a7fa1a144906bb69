import { readPackage, root } from './bundle-helper.ts';
import { checkToken, readAccess } from './circleci-cli/access.ts';
import { checkClean, checkTag, lookAtCheckout } from './publish/checkout.ts';
import { publishRelease } from './publish/publish-release.ts';
import { checkNames, nameRelease } from './publish/release.ts';
import { reportRefusals } from './publish/report-refusals.ts';
import { readWish } from './publish/wish.ts';
import { throwRefusals } from './refusal.ts';

const usage =
  'npm run orb:publish -- --namespace acme --version dev:alpha|dev:sha|1.2.3 [--dry-run]';

await reportRefusals('orb:publish', async () => {
  const wish = readWish(process.argv.slice(2), usage, ['namespace', 'version']);
  const access = readAccess(process.env);
  const checkout = lookAtCheckout(root);
  const release = nameRelease(wish.namespace, wish.version, checkout.commit);
  throwRefusals([
    ...checkNames(release),
    ...checkClean(checkout),
    ...checkTag(release, checkout, readPackage().version),
    ...(wish.isDryRun ? [] : checkToken(access)),
  ]);
  await publishRelease(release, access, wish);
});
