import { quoteWord } from '../quoting.ts';
import type { ProjectSlug } from './git-remote.ts';

/** The context of the tutorial. */
export const demoContext = 'circleci-vault-demo';

/** What `init` knows when it ends. */
export interface KnownFacts {
  /** The config's path, as the reader's shell takes it. */
  readonly path: string;
  /** The context's name. */
  readonly context: string;
  readonly slug: ProjectSlug | undefined;
  readonly project: { readonly projectId: string; readonly organizationId: string } | undefined;
  /** CircleCI's host as it was stated; empty for none. */
  readonly host: string;
  /** Whether the config loads the tutorial's secret, which `setup` can make. */
  readonly readsDemoSecret: boolean;
}

/**
 * The commands that follow, each in a line with what it does; what is not known is named
 * in capitals. The context comes first: its id is what `setup` binds the role to.
 */
export function listNextSteps(known: KnownFacts): string[] {
  const { path, context, slug, project, host } = known;
  const organization = `--organization-id ${project?.organizationId ?? 'ORGANIZATION_ID'}`;
  const projectId = project?.projectId ?? 'PROJECT_ID';
  // The tutorial's names go together.
  const isDemo = context === demoContext;
  const role = isDemo ? 'circleci-demo' : 'ROLE';
  const hasSlugAlone = project === undefined && slug !== undefined;
  const owner = hasSlugAlone ? `--owner-slug ${slug.organization}` : organization;
  const policy = isDemo ? ' --policy circleci-demo-policy' : '';
  const secret = known.readsDemoSecret ? ' --demo-secret' : '';
  const server = host === '' ? '' : ` --host ${quoteWord(host)}`;
  return [
    ...(slug === undefined ? [] : [`this is the project ${slug.slug}`]),
    ...(project === undefined
      ? [
          'CircleCI shows both ids: Organization Settings > Overview, and Project Settings > Overview' +
            ' (with CIRCLE_TOKEN set and a remote of GitHub or Bitbucket, init asks for them)',
        ]
      : []),
    `next: npx vault-oidc context --name ${quoteWord(context)} ${owner} --project-id ${projectId} --vault-role ${role} --apply${server}`,
    `then, with the id that context tells: npx vault-oidc setup ${organization} --project-id ${projectId} --role ${role}${policy} --config ${quoteWord(path)}${secret} --context CONTEXT_ID --apply`,
  ];
}
