import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readPackage } from '../../scripts/bundle-helper.ts';
import { orbNamespace } from '../../src/inputs/orb-name.ts';
import { type AnsweringServer, startAnsweringServer } from '../support/answering-server.ts';
import { type CliArchive, packCli } from '../support/circleci-api/cli-archive.ts';
import {
  makeReleaseCheckout,
  type ReleaseCheckout,
} from '../support/circleci-api/release-checkout.ts';
import { type CircleCiApi, startCircleCiApi } from '../support/circleci-api/server.ts';
import { makeStandInCli, type StandInCli } from '../support/circleci-api/stand-in-cli.ts';
import { linkModules, writeNpm } from '../support/circleci-api/stand-in-npm.ts';
import { compilePipelineJob } from '../support/pipeline-jobs.ts';
import { type JobResult, runJob } from '../support/runner/run-job.ts';
import { readOrb } from '../support/vault-jobs.ts';

const { version } = readPackage();
const tag = `v${version}`;
const digest = createHash('sha256').update(readOrb()).digest('hex');

let checkout: ReleaseCheckout;
let cli: StandInCli;
let releases: AnsweringServer;
let archive: CliArchive;
beforeAll(async () => {
  checkout = makeReleaseCheckout({ isBuildQuick: true });
  checkout.git('tag', tag);
  cli = await makeStandInCli('0.1');
  archive = packCli(join(cli.directory, 'circleci'), '0.1.47860');
  releases = await startAnsweringServer(() => ({ status: 200, body: archive.bytes }));
});
afterAll(async () => {
  checkout[Symbol.dispose]();
  cli[Symbol.dispose]();
  await releases[Symbol.asyncDispose]();
});

let api: CircleCiApi;
let directory: string;
beforeEach(async () => {
  api = await startCircleCiApi(`${orbNamespace}/vault-oidc`);
  directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
});
afterEach(async () => {
  rmSync(directory, { recursive: true, force: true });
  await api[Symbol.asyncDispose]();
});

/** Runs the job's own steps in a clone at the tag, as CircleCI checks it out. */
function runPublish(
  tested: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<JobResult> {
  const project = join(directory, 'home/project');
  mkdirSync(dirname(project), { recursive: true });
  const isQuiet = ['-c', 'advice.detachedHead=false'];
  checkout.git(...isQuiet, 'clone', '--quiet', '--branch', tag, checkout.directory, project);
  return runJob(compilePipelineJob('publish', undefined, tested), {
    directory,
    environment: {
      CIRCLE_TAG: tag,
      CIRCLE_HOST: api.address,
      ORB_NAMESPACE: orbNamespace,
      CIRCLECI_CLI_TOKEN: api.registry.token,
      CIRCLECI_CLI_SHA256: archive.digest,
      CIRCLECI_CLI_ORIGIN: releases.origin,
      ...environment,
    },
    standIns: {
      npm: writeNpm(linkModules()),
      // What CircleCI puts on the PATH of every job under that name.
      circleci: "#!/bin/sh\necho '1.0.237 (build agent)'\n",
    },
  });
}

/** The name and the output of each step that failed. */
function listFaults({ steps }: JobResult): string[] {
  return steps
    .filter(({ status }) => status === 'failed')
    .map(({ name, output }) => `${name}: ${output}`);
}

describe('the job that publishes', () => {
  it("sends the tag's version to the context's namespace, by the CLI that was checked", async () => {
    const result = await runPublish(digest);
    expect(listFaults(result)).toEqual([]);
    expect(result.steps.at(-1)?.output).toContain('published, and read back');
    expect([...api.registry.versions]).toEqual([
      [`${orbNamespace}/vault-oidc@${version}`, readOrb()],
    ]);
    expect(result.steps.some(({ output }) => output.includes(api.registry.token))).toBe(false);
  });

  it.each([
    ['the jobs used another orb', digest.replace(/^./, 'g'), {}, 'is not the orb that the other'],
    ['nobody checked this CLI', digest, { CIRCLECI_CLI_SHA256: digest }, 'FAILED'],
    ['the tag is another version', digest, { CIRCLE_TAG: 'v9.9.9' }, 'There is no tag v9.9.9.'],
  ])('sends nothing when %s', async (_title, tested, environment, told) => {
    const result = await runPublish(tested, environment);
    expect(listFaults(result)).toEqual([expect.stringContaining(told)]);
    expect(api.operations).toEqual([]);
  });
});
