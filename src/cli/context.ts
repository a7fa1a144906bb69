import { applyContext, inspectContext } from '../commands/context.ts';
import { tokenVariables } from '../core/circleci-access.ts';
import {
  type ContextPlan,
  hasAllWished,
  isFulfilled,
} from '../core/circleci-context/context-plan.ts';
import { type ContextWish, joinConditions } from '../core/circleci-context/context-wish.ts';
import { renderCircleCiCommands } from '../core/circleci-context/render-commands.ts';
import { listNotes, renderContextPlan } from '../core/circleci-context/render-plan.ts';
import { describeFailure, Failed, throwFailures } from '../core/failure.ts';
import { contextOptions } from '../inputs/context-options.ts';
import type { OptionValues } from '../inputs/option.ts';
import { type CliCommand, defineCliCommand } from './cli-command.ts';
import { findCircleCiHost, lendCircleCi, requireCircleCiToken } from './lend-circleci.ts';
import { refuseBesideForm } from './refuse-beside-form.ts';

type Values = OptionValues<typeof contextOptions>;

export const context: CliCommand = defineCliCommand(
  {
    name: 'context',
    summary: `make the CircleCI context that tells jobs the address and the role; the token is in ${tokenVariables.join(' or ')}`,
    options: contextOptions,
    examples: [
      [
        'vault-oidc context --name circleci-vault-demo --owner-slug gh/acme --vault-role deploy --project-id 5e1f3a1c-8d0b-4c6e-9a52-0d7c8b1e4f60',
        'Show what would be made, for one project alone',
      ],
      [
        'vault-oidc context --name production --owner-slug gh/acme --vault-role deploy --branch main --forbid-ssh-reruns --apply',
        'Make a context for jobs of main, and none for SSH',
      ],
    ],
  },
  async (values, surroundings) => {
    const { terminal, report, environment } = surroundings;
    const wish = makeWish(values);
    if (values.as !== '') {
      throwFailures(refuseBesideForm(values));
      const host = findCircleCiHost(values.host, environment);
      terminal.print(renderCircleCiCommands(wish, host).trimEnd());
      return 0;
    }
    const token = requireCircleCiToken(environment);
    return lendCircleCi(values.host, token, surroundings, async (circleCi) => {
      const plan = await report.during('asking CircleCI', inspectContext(circleCi, wish));
      if (!values.json) terminal.print(renderContextPlan(plan));
      // Before anything is written: whom it locks out is told even where a later step fails.
      for (const note of listNotes(plan)) report.note(note);
      const result = values.apply
        ? await report.during('writing to CircleCI', applyContext(circleCi, plan))
        : plan;
      const outcome = { plan, result, isApplied: values.apply };
      if (values.json) terminal.print(renderJson(outcome));
      report.tell(summarize(outcome));
      if (result.id !== undefined)
        report.tell(`bind the role to it: npx vault-oidc setup --context ${result.id} …`);
      return 0;
    });
  },
);

/** The plan, and what the context is at the command's end. */
interface Outcome {
  readonly plan: ContextPlan;
  readonly result: ContextPlan;
  readonly isApplied: boolean;
}

function makeWish(values: Values): ContextWish {
  const { 'organization-id': id, 'owner-slug': slug, 'vault-namespace': namespace } = values;
  const expression = joinConditions({
    branch: values.branch,
    expression: values.expression,
    forbidsSshReruns: values['forbid-ssh-reruns'],
    forbidsInlineConfigs: values['forbid-inline-configs'],
  });
  return {
    name: values.name,
    owner: chooseOwner(id, slug),
    variables: [
      { name: 'VAULT_ADDR', value: values['vault-address'] },
      { name: 'VAULT_ROLE', value: values['vault-role'] },
      ...(namespace === '' ? [] : [{ name: 'VAULT_NAMESPACE', value: namespace }]),
    ],
    restrictions: [
      ...[...new Set(values['project-id'])].map((value) => ({ type: 'project', value }) as const),
      ...(expression === undefined ? [] : [{ type: 'expression', value: expression } as const]),
    ],
  };
}

/** The slug counts where both are there: the id may come from a job's own environment. */
function chooseOwner(id: string, slug: string): ContextWish['owner'] {
  if (slug !== '') return { slug };
  if (id !== '') return { id };
  throw new Failed([
    describeFailure('PARAMETER_INVALID', {
      what: 'It is not said whose context it is.',
      why: 'neither --organization-id (or CIRCLE_ORGANIZATION_ID) nor --owner-slug is given',
      next: ['copy either from Organization Settings > Overview in CircleCI'],
    }),
  ]);
}

function summarize({ plan, result, isApplied }: Outcome): string {
  const { name } = plan.wish;
  if (isApplied) return `the context ${name} ${nameChange(plan)}: ${result.id}`;
  if (isFulfilled(plan)) {
    return `nothing to do, as far as CircleCI shows it: the context ${name} is ${plan.id}`;
  }
  if (plan.conflicts.length > 0 || hasAllWished(plan)) {
    return 'nothing is changed: what is marked with "!" is to be removed in CircleCI';
  }
  return 'nothing is changed yet: run it again with --apply';
}

function nameChange(plan: ContextPlan): string {
  if (plan.id === undefined) return 'is made';
  return hasAllWished(plan) ? 'is as it was; its values were written again' : 'is changed';
}

function renderJson({ plan, result, isApplied }: Outcome): string {
  const { id, wish, variables, missing, present, others, leftovers } = result;
  const told = {
    id: id ?? null,
    name: wish.name,
    owner: wish.owner,
    applied: isApplied,
    fulfilled: isFulfilled(result),
    created: isApplied && plan.id === undefined,
    variables,
    restrictions: { missing, present, others },
    leftovers,
  };
  return JSON.stringify(told, undefined, 2);
}
