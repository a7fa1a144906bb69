import { describe, expect, it } from 'vitest';
import { readTutorialCommand } from '../../../../scripts/demo/tutorial.ts';
import {
  demoContext,
  type KnownFacts,
  listNextSteps,
} from '../../../../src/core/init/next-steps.ts';

const organizationId = '3d1f6c1e-0b0f-4d57-9f4c-4a1e6f0f2a11';
const projectId = '5e1f3a1c-8d0b-4c6e-9a52-0d7c8b1e4f60';

const demo: KnownFacts = {
  path: '.circleci/config.yml',
  context: demoContext,
  slug: { slug: 'gh/acme/app', organization: 'gh/acme' },
  project: { organizationId, projectId },
  host: '',
  readsDemoSecret: true,
};

/** The commands that are told, each from `npx` on. */
function listCommands(known: Partial<KnownFacts>): string[] {
  return listNextSteps({ ...demo, ...known }).flatMap((line) => /npx .*/.exec(line) ?? []);
}

/** A command of the tutorial in one line, its ids filled in. */
function readFilledCommand(name: string): string {
  return readTutorialCommand(name)
    .trim()
    .replaceAll(/\s+(\\\s+)?/g, ' ')
    .replaceAll('"$ORG_ID"', organizationId)
    .replaceAll('"$PROJECT_ID"', projectId);
}

describe('the commands that init tells', () => {
  it("are the tutorial's, with the ids, and the role bound to the context", () => {
    expect(listCommands({})).toEqual([
      readFilledCommand('context'),
      readFilledCommand('setup').replace(/(?= --apply$)/, ' --context CONTEXT_ID'),
    ]);
  });

  it.each<[name: string, known: Partial<KnownFacts>, context: string, setup: string]>([
    [
      'nothing known',
      { slug: undefined, project: undefined },
      `--name ${demoContext} --organization-id ORGANIZATION_ID --project-id PROJECT_ID --vault-role circleci-demo --apply`,
      '--organization-id ORGANIZATION_ID --project-id PROJECT_ID --role circleci-demo --policy circleci-demo-policy --config .circleci/config.yml --demo-secret --context CONTEXT_ID --apply',
    ],
    [
      'the remote alone known',
      { project: undefined },
      `--name ${demoContext} --owner-slug gh/acme --project-id PROJECT_ID --vault-role circleci-demo --apply`,
      '--organization-id ORGANIZATION_ID --project-id PROJECT_ID --role circleci-demo --policy circleci-demo-policy --config .circleci/config.yml --demo-secret --context CONTEXT_ID --apply',
    ],
    [
      'other secrets, and a host',
      { readsDemoSecret: false, host: 'https://circleci.example.com' },
      `--name ${demoContext} --organization-id ${organizationId} --project-id ${projectId} --vault-role circleci-demo --apply --host https://circleci.example.com`,
      `--organization-id ${organizationId} --project-id ${projectId} --role circleci-demo --policy circleci-demo-policy --config .circleci/config.yml --context CONTEXT_ID --apply`,
    ],
    [
      'another context, and a path with a blank',
      { context: 'our vault', path: 'a b.yml' },
      `--name 'our vault' --organization-id ${organizationId} --project-id ${projectId} --vault-role ROLE --apply`,
      `--organization-id ${organizationId} --project-id ${projectId} --role ROLE --config 'a b.yml' --demo-secret --context CONTEXT_ID --apply`,
    ],
  ])('with %s', (_name, known, context, setup) => {
    expect(listCommands(known)).toEqual([
      `npx vault-oidc context ${context}`,
      `npx vault-oidc setup ${setup}`,
    ]);
  });
});
