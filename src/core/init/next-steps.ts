import { quoteWord } from '../quoting.ts';
import type { ProjectSlug } from './git-remote.ts';

/** The context of the tutorial. */
export const demoContext = 'circleci-vault-demo';

/**
 * The commands that follow, each in a line with what it does; ids that are not known are
 * named in capitals. The host is CircleCI's as it was stated, empty for none.
 */
export function listNextSteps(
  path: string,
  context: string,
  slug: ProjectSlug | undefined,
  project: { readonly projectId: string; readonly organizationId: string } | undefined,
  host: string,
): string[] {
  const organizationId = project?.organizationId || 'ORGANIZATION_ID';
  const projectId = project?.projectId || 'PROJECT_ID';
  // The tutorial's names go together.
  const role = context === demoContext ? 'circleci-demo' : 'ROLE';
  const owner =
    slug === undefined
      ? `--organization-id ${organizationId}`
      : `--owner-slug ${slug.organization}`;
  const server = host === '' ? '' : ` --host ${quoteWord(host)}`;
  return [
    ...(slug === undefined ? [] : [`this is the project ${slug.slug}`]),
    ...(project === undefined
      ? [
          'CircleCI shows both ids: Organization Settings > Overview, and Project Settings > Overview' +
            ' (with CIRCLE_TOKEN set and a remote of GitHub or Bitbucket, init asks for them)',
        ]
      : []),
    `next: npx vault-oidc setup --organization-id ${organizationId} --project-id ${projectId} --role ${role} --config ${quoteWord(path)}`,
    `then: npx vault-oidc context --name ${quoteWord(context)} ${owner} --project-id ${projectId} --vault-role ${role}${server}`,
  ];
}
