import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/bundle-helper.ts';
import { type CircleCiIssuer, startCircleCiIssuer } from '../support/circleci-issuer.ts';
import { startNodelessJobs } from '../support/node-release/nodeless-jobs.ts';
import { findServerBinary } from '../support/openbao/find-binary.ts';
import { startOpenBao } from '../support/openbao/server.ts';
import { compilePipelineJob, runPipelineJob, stated } from '../support/pipeline-jobs.ts';
import type { JobResult } from '../support/runner/run-job.ts';

let issuer: CircleCiIssuer;
beforeAll(async () => {
  issuer = await startCircleCiIssuer();
});
afterAll(() => issuer.stop());

/** The step that fails, and what it printed; undefined when all went well. */
function findFault({ steps }: JobResult): string | undefined {
  const failed = steps.find(({ status }) => status === 'failed');
  return failed && `${failed.name}: ${failed.output}`;
}

/** Where the server that a job starts may listen; the system chooses. */
async function findFreeAddress(): Promise<string> {
  await using server = await startOpenBao();
  return server.address;
}

describe('a job of the pipeline', () => {
  it('starts a server, logs in there, and finds the value whole', async () => {
    const address = await findFreeAddress();
    const job = compilePipelineJob('linux', (config) => config.replaceAll(stated.address, address));
    const result = await runPipelineJob(job, issuer, {
      VAULT_OIDC_TEST_SERVER: findServerBinary(),
    });
    expect(findFault(result)).toBeUndefined();
    expect(result.steps.map(({ status }) => status)).not.toContain('skipped');
    expect(result.steps.map(({ output }) => output).join('')).toContain('the value is whole');
  });

  it.each([
    ['bash', 'docker', '/bin/bash'],
    ["BusyBox's sh", 'alpine', 'busybox sh'],
  ])('uses the server beside it, in %s', async (_title, name, shell) => {
    await using server = await startOpenBao();
    const job = compilePipelineJob(name, (config) =>
      config.replaceAll(stated.address, server.address).replaceAll(stated.token, server.rootToken),
    );
    const result = await runPipelineJob({ ...job, shell: `${shell} -eo pipefail` }, issuer);
    expect(findFault(result)).toBeUndefined();
    expect(result.steps.map(({ output }) => output).join('')).toContain('the value is whole');
  });

  it('brings a Node where the image has none', async () => {
    await using jobs = await startNodelessJobs();
    const { server, mirror, orb } = jobs;
    const job = compilePipelineJob(
      'docker-without-node',
      (config) =>
        config
          .replaceAll(stated.address, server.address)
          .replaceAll(stated.token, server.rootToken)
          .replaceAll('https://nodejs.org/dist', mirror.address),
      '',
      orb,
    );
    await server.remove('sys/auth/jwt');
    const result = await runPipelineJob(job, jobs.issuer, mirror.trust, { path: jobs.without() });
    expect(findFault(result)).toBeUndefined();
    expect(result.steps.map(({ output }) => output).join('')).toContain('the value is whole');
    expect(mirror.takeRequests()).toHaveLength(1);
  });

  it('fails when the secret is not what the repository holds', async () => {
    await using server = await startOpenBao();
    const job = compilePipelineJob('docker', (config) =>
      config
        .replaceAll(stated.address, server.address)
        .replaceAll(stated.token, server.rootToken)
        .replace('secret/pipeline value', 'secret/pipeline other'),
    );
    expect(findFault(await runPipelineJob(job, issuer))).toContain('KEY_MISSING');
    const changed = { PIPELINE_VALUE: 'another', VAULT_ADDR: server.address };
    expect(() =>
      execFileSync(process.execPath, [`${root}scripts/pipeline/check-job.mjs`], {
        env: changed,
        stdio: 'pipe',
      }),
    ).toThrow('the value is not what the server holds');
  });

  it("fails when the token is another project's", async () => {
    await using server = await startOpenBao();
    const job = compilePipelineJob('docker', (config) =>
      config.replaceAll(stated.address, server.address).replaceAll(stated.token, server.rootToken),
    );
    const others = {
      CIRCLE_OIDC_TOKEN_V2: await issuer.sign({ claims: { 'project-id': 'other' } }),
    };
    expect(findFault(await runPipelineJob(job, issuer, others))).toContain('LOGIN_CLAIMS_REFUSED');
  });
});
