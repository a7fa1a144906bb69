import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { yamlVersion } from '../../orb/circleci-yaml.ts';
import { root } from '../../scripts/bundle-helper.ts';
import { startAnsweringServer } from '../support/answering-server.ts';
import { type CliArchive, packCli } from '../support/circleci-api/cli-archive.ts';
import { readOrb } from '../support/vault-jobs.ts';

interface Outcome {
  readonly failed: boolean;
  readonly output: string;
}

/** Runs a program of the pipeline with these variables, and no others but the PATH. */
function run(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const env = { PATH: process.env['PATH'] ?? '', ...environment };
  return new Promise((resolve) => {
    execFile(program, args, { cwd: root, env, timeout: 20_000 }, (error, stdout, stderr) =>
      resolve({ failed: error !== null, output: stdout + stderr }),
    );
  });
}

describe('the pipeline is continued', () => {
  const goOn = (environment: Readonly<Record<string, string>>): Promise<Outcome> =>
    run(process.execPath, ['--import', 'tsx', 'scripts/pipeline/continue.ts'], environment);

  it('with the key of the setup job and the orb that is built', async () => {
    await using circleci = await startAnsweringServer(() => ({ status: 200, body: '{}' }));
    const environment = { CIRCLE_CONTINUATION_KEY: 'a-key', CIRCLE_HOST: circleci.origin };
    expect(await goOn(environment)).toMatchObject({ failed: false });
    const [request] = circleci.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/api/v2/pipeline/continue' });
    const { configuration, ...rest } = JSON.parse(request?.body ?? '{}');
    const digest = createHash('sha256').update(readOrb()).digest('hex');
    expect(rest).toEqual({ 'continuation-key': 'a-key', parameters: { orb_sha256: digest } });
    const { orbs, jobs, parameters } = parse(configuration, yamlVersion);
    expect(Object.keys(parameters)).toEqual(Object.keys(rest.parameters));
    expect(Object.keys(orbs['vault-oidc'].commands)).toContain('load-secrets');
    expect(Object.keys(jobs)).toEqual(['use-orb', 'publish']);
  });

  it("unless CircleCI refuses, whose words the job's page shows", async () => {
    const body = '{"message":"Pipeline is not in setup phase."}';
    await using circleci = await startAnsweringServer(() => ({ status: 400, body }));
    const environment = { CIRCLE_CONTINUATION_KEY: 'a-key', CIRCLE_HOST: circleci.origin };
    const { failed, output } = await goOn(environment);
    expect(failed).toBe(true);
    expect(output).toContain('400 {"message":"Pipeline is not in setup phase."}');
    expect(output).not.toContain('a-key');
  });

  it('unless it is no setup job', async () => {
    const { failed, output } = await goOn({});
    expect(failed).toBe(true);
    expect(output).toContain('this is no setup job');
  });
});

describe('the orb that is built for publishing is compared with the tested one', () => {
  const built = createHash('sha256').update(readOrb()).digest('hex');
  const other = createHash('sha256').update('another').digest('hex');

  it.each([
    ['and is that one', { TESTED_ORB_SHA256: built }, false, built],
    [
      'and is another',
      { TESTED_ORB_SHA256: other },
      true,
      `has SHA-256 ${built}, that one ${other}`,
    ],
    ['of which no digest came', { TESTED_ORB_SHA256: '' }, true, 'nothing says which orb'],
    ['which no variable names', {}, true, 'nothing says which orb'],
  ])('%s', async (_title, environment, failed, told) => {
    const outcome = await run('sh', ['.circleci/compare-orb.sh'], environment);
    expect(outcome).toMatchObject({ failed });
    expect(outcome.output).toContain(told);
  });
});

describe('the CLI that publishes is put in place', () => {
  let directory: string;
  let archive: CliArchive;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
    const program = join(directory, 'program');
    writeFileSync(program, '#!/bin/sh\necho 9.9.9\n', { mode: 0o755 });
    archive = packCli(program, '9.9.9');
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it.each([
    ['when its digest is the one that was checked', (digest: string) => digest, false, '9.9.9'],
    ['not when its digest is another', (digest: string) => digest.replace(/^./, 'g'), true, ''],
    ['not when nobody checked one', () => '', true, 'set CIRCLECI_CLI_SHA256 in the context'],
  ])('%s', async (title, choose, failed, told) => {
    await using releases = await startAnsweringServer(() => ({ status: 200, body: archive.bytes }));
    const target = join(directory, title);
    const outcome = await run('sh', ['.circleci/install-cli.sh', target], {
      CIRCLECI_CLI_VERSION: '9.9.9',
      CIRCLECI_CLI_ORIGIN: releases.origin,
      CIRCLECI_CLI_SHA256: choose(archive.digest),
    });
    expect(outcome).toMatchObject({ failed });
    expect(outcome.output).toContain(told);
    expect(existsSync(join(target, 'circleci'))).toBe(!failed);
  });
});
