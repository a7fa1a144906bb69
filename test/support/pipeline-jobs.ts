import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/bundle-helper.ts';
import { injectOrb } from '../../scripts/pipeline/inject-orb.ts';
import type { CircleCiIssuer } from './circleci-issuer.ts';
import { type CompiledJob, compileJob } from './runner/compile-job.ts';
import { type JobResult, type RunOptions, runJob } from './runner/run-job.ts';
import { readOrb } from './vault-jobs.ts';

/** What the pipeline's jobs name their server by, and its root token. */
export const stated = { address: 'http://127.0.0.1:8200', token: 'root-of-this-job' } as const;

/** The text of a file in `.circleci`. */
export function readPipeline(file: string): string {
  return readFileSync(`${root}.circleci/${file}`, 'utf8');
}

/**
 * A job of `.circleci/test-deploy.yml` as CircleCI gets it: with the orb that is built,
 * or another, and the digest that comes with it.
 */
export function compilePipelineJob(
  job: string,
  change: (config: string) => string = (config) => config,
  digest = '',
  orb = readOrb(),
): CompiledJob {
  const config = change(injectOrb(readPipeline('test-deploy.yml'), orb));
  const pipelineValues = { 'pipeline.parameters.orb_sha256': digest };
  return compileJob({ config, orbs: {}, job, pipelineValues });
}

// What the jobs that use the orb need of the repository.
const checkedOut = ['.circleci', 'scripts/pipeline', 'test/support/openbao'];

/** Runs a job in a copy of what it needs of the repository, with a token of the issuer. */
export async function runPipelineJob(
  job: CompiledJob,
  issuer: CircleCiIssuer,
  environment: Readonly<Record<string, string>> = {},
  options: Pick<RunOptions, 'path'> = {},
): Promise<JobResult> {
  const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
  try {
    for (const path of checkedOut) {
      cpSync(root + path, join(directory, 'home', 'project', path), { recursive: true });
    }
    return await runJob(job, {
      ...options,
      directory,
      environment: {
        CIRCLE_ORGANIZATION_ID: issuer.organizationId,
        CIRCLE_PROJECT_ID: issuer.projectId,
        CIRCLE_OIDC_TOKEN_V2: await issuer.sign(),
        OIDC_ISSUER: issuer.issuer,
        ...environment,
      },
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
