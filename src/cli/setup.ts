import { readConfigFile } from '../adapters/config-file.ts';
import { deriveResources, needsMounts } from '../commands/derive-resources.ts';
import {
  applySetup,
  listObstacles,
  listOpenResources,
  listWritingSteps,
  planSetup,
} from '../commands/setup.ts';
import { describePlan, renderPlan } from '../core/administration/render-plan.ts';
import { renderResources } from '../core/administration/render-resources.ts';
import { type Failure, throwFailures } from '../core/failure.ts';
import { listLoginParameters } from '../inputs/login-parameters.ts';
import type { OptionValues } from '../inputs/option.ts';
import { setupOptions } from '../inputs/setup-options.ts';
import { defineCliCommand, type Surroundings } from './cli-command.ts';
import { type LentVault, lendVault, requireToken } from './lend-vault.ts';
import { readSetup } from './read-setup.ts';

const ids = '--organization-id <uuid> --project-id <uuid>';

/** Makes the Vault side of one project's log-ins. */
export const setup = defineCliCommand(
  {
    name: 'setup',
    summary: "make the role, policy and trust in Vault that let a project's jobs log in and read",
    examples: [
      [
        `vault-oidc setup ${ids} --role deploy --config .circleci/config.yml`,
        'See what is missing for what a config reads',
      ],
      [
        `vault-oidc setup ${ids} --role deploy --config .circleci/config.yml --vcs-ref main --apply`,
        'Write it, for jobs of the branch main alone',
      ],
      [
        `vault-oidc setup ${ids} --role deploy --read secret/app/db --as terraform > vault.tf`,
        'Get it as Terraform text',
      ],
      [
        `vault-oidc setup ${ids} --role circleci-demo --demo-secret --apply`,
        "Make the tutorial's side of Vault",
      ],
    ],
    options: setupOptions,
  },
  async (values, surroundings) => {
    const { request, notes } = readSetup(values, surroundings, readConfigFile);
    for (const note of notes) surroundings.report.note(note);
    return lendVault(values, surroundings, (vault) =>
      values.as === undefined
        ? runSetup(values, request, vault, surroundings)
        : printResources(values.as, values.namespace, request, vault, surroundings),
    );
  },
);

type Values = OptionValues<typeof setupOptions>;
type Request = ReturnType<typeof readSetup>['request'];

async function printResources(
  form: NonNullable<Values['as']>,
  namespace: string,
  request: Request,
  vault: LentVault,
  { terminal }: Surroundings,
): Promise<number> {
  const { administration, token } = vault;
  if (needsMounts(request)) requireToken(vault);
  // Commands fail on what is there already; the other forms tell what is to be there.
  const resources =
    form === 'vault-commands' && token !== undefined
      ? await listOpenResources(request, { administration })
      : await deriveResources(request, administration);
  terminal.print(renderResources(form, resources, namespace).trimEnd());
  return 0;
}

async function runSetup(
  values: Values,
  request: Request,
  vault: LentVault,
  { terminal, report, end }: Surroundings,
): Promise<number> {
  requireToken(vault);
  const { administration } = vault;
  const ports = { administration, report, isStopped: () => end.signalStatus !== undefined };
  const plan = await report.during('looking at Vault', planSetup(request, ports));
  const { steps, forbidden } = plan;
  const obstacles = listObstacles(steps);
  const changes = listWritingSteps(steps).length;
  const parameters = listLoginParameters(request.side.wish);
  if (!values.json) terminal.print(renderPlan(steps, terminal.hasColor));
  throwFailures(obstacles);
  if (values.apply) {
    await report.during('writing to Vault', applySetup(plan, request, ports));
  } else if (forbidden !== undefined) {
    report.note(explainForbidden(forbidden));
  }
  if (values.json) {
    terminal.print(
      JSON.stringify(
        { applied: values.apply, changes, plan: describePlan(steps), parameters },
        undefined,
        2,
      ),
    );
  }
  report.tell(tellEnd(values.apply, changes));
  if (values.apply) {
    const list = Object.entries(parameters).map(([name, value]) => `${name}: ${value}`);
    report.tell(`jobs log in with ${list.join(', ')}`);
  }
  return 0;
}

function explainForbidden({ why, next }: Failure): string {
  return `the token could not apply this: ${why}\n${next.join('\n')}`;
}

function tellEnd(applies: boolean, changes: number): string {
  if (changes === 0) return 'nothing to change';
  return applies
    ? 'all of it is in place: read back and compared'
    : 'nothing is written: add --apply to write it';
}
