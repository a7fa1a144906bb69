import { orbAlias } from '../src/inputs/orb-name.ts';
import { root } from './bundle-helper.ts';
import { checkToken, readAccess } from './circleci-cli/access.ts';
import { checkBranch, makeLabel } from './publish/branch-label.ts';
import { lookAtCheckout } from './publish/checkout.ts';
import { publishRelease } from './publish/publish-release.ts';
import { checkNames, nameRelease } from './publish/release.ts';
import { reportRefusals } from './publish/report-refusals.ts';
import { readWish } from './publish/wish.ts';
import { throwRefusals } from './refusal.ts';

const usage = 'npm run orb:dev -- --namespace acme [--dry-run]';

await reportRefusals('orb:dev', async (signal) => {
  const commandLine = { args: process.argv.slice(2), environment: process.env, usage };
  const { namespace, isDryRun } = readWish(commandLine, ['namespace']);
  const access = readAccess(process.env);
  const checkout = lookAtCheckout(root);
  // A CircleCI job checks a commit out, and tells the branch by this variable.
  const label = makeLabel(checkout.branch ?? process.env['CIRCLE_BRANCH'] ?? '');
  throwRefusals(checkBranch(label));
  const release = nameRelease(namespace, `dev:${label}`);
  throwRefusals([...checkNames(release), ...(isDryRun ? [] : checkToken(access))]);
  if (checkout.changes.length > 0) {
    console.log('note: the working tree has changes that no commit holds; they go along');
  }
  await publishRelease(release, access, { isDryRun, commit: checkout.commit, signal });
  console.log(`\nto use it in a config:\n\norbs:\n  ${orbAlias}: ${release.reference}`);
});
