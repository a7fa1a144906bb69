import { randomUUID } from 'node:crypto';

/** The `pipeline.…` values of a job that is tried, as a push to `main` gives them. */
export function makePipelineValues(): Readonly<Record<string, string | number>> {
  return {
    'pipeline.id': randomUUID(),
    'pipeline.number': 1,
    'pipeline.trigger_source': 'webhook',
    'pipeline.project.type': 'github',
    'pipeline.project.git_url': 'https://github.com/acme/app',
    'pipeline.git.branch': 'main',
    'pipeline.git.branch.is_default': 'true',
    'pipeline.git.tag': '',
    'pipeline.git.revision': '0'.repeat(40),
    'pipeline.git.base_revision': '0'.repeat(40),
  };
}
