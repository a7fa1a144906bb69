import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CliOutcome, runCli } from '../support/run-cli.ts';
import { compileJob } from '../support/runner/compile-job.ts';
import { runJob } from '../support/runner/run-job.ts';
import { readOrb, startVaultJobs } from '../support/vault-jobs.ts';

const config = `version: 2.1
# The only job.
jobs:
  build:
    docker:
      - image: cimg/node:lts
    steps:
      - checkout
      - run: make
workflows:
  main:
    jobs:
      - build
`;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vault-oidc-init-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const runInit = (args: readonly string[]) => runCli(['init', ...args], { directory, canaries: [] });

const place = (): string => join(directory, '.circleci', 'config.yml');
const readConfig = (): string => readFileSync(place(), 'utf8');

function writeConfig(text: string): void {
  mkdirSync(join(directory, '.circleci'));
  writeFileSync(place(), text);
}

function codes({ status, told }: CliOutcome): unknown {
  return { status, codes: told.map(({ code }) => code) };
}

describe('init without a config', () => {
  it('shows one, and writes it with --write alone', async () => {
    const shown = await runInit([]);
    expect(shown.status).toBe(0);
    expect(shown.stdout).toContain('--- /dev/null\n+++ b/.circleci/config.yml\n');
    expect(shown.stdout).toContain('run it again with --write');
    expect(readdirSync(directory)).toEqual([]);
    expect((await runInit(['--write'])).status).toBe(0);
    const added = shown.stdout.split('\n').filter((line) => /^\+(?!\+\+)/.test(line));
    expect(readConfig()).toBe(added.map((line) => `${line.slice(1)}\n`).join(''));
    expect(readdirSync(join(directory, '.circleci'))).toEqual(['config.yml']);
  });

  it('says the second time that there is nothing to do', async () => {
    await runInit(['--write']);
    const before = readConfig();
    const { status, stdout } = await runInit(['--write']);
    expect(status).toBe(0);
    expect(stdout).toContain('nothing to do: .circleci/config.yml');
    expect(readConfig()).toBe(before);
  });

  it("makes one that is green with the orb, Vault and the tutorial's secret", async () => {
    await runInit(['--write']);
    await using jobs = await startVaultJobs();
    const secret = { username: 'paul.atreides', password: 'lisan-al-gaib' };
    await jobs.server.write('secret/data/circleci-demo/demo-secrets', { data: secret });
    const job = compileJob({ config: readConfig(), orbs: { 'org/vault-oidc': readOrb() } });
    expect(job.contexts).toEqual(['circleci-vault-demo']);
    const environment = {
      VAULT_ADDR: jobs.server.address,
      VAULT_ROLE: 'deploy',
      CIRCLE_OIDC_TOKEN_V2: await jobs.issuer.sign(),
    };
    const { succeeded, steps } = await runJob(job, { environment });
    expect(succeeded).toBe(true);
    expect(steps.at(-1)?.stdout).toBe('SECRET_DEMO_USERNAME is set\nSECRET_DEMO_PASSWORD is set\n');
  });
});

describe('init with a config', () => {
  it('adds orb, step and context, and leaves the rest and the mode alone', async () => {
    writeConfig(config);
    chmodSync(place(), 0o640);
    const { status, stdout } = await runInit(['--secrets', 'secret/app key | KEY', '--write']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^.*npx vault-oidc setup (?!.*--demo-secret)/m);
    expect(stdout).toContain(
      '-      - build\n+      - build:\n+          context: circleci-vault-demo\n',
    );
    expect(statSync(place()).mode & 0o777).toBe(0o640);
    expect(readConfig()).toBe(
      config
        .replace('2.1\n', '2.1\n\norbs:\n  vault-oidc: org/vault-oidc@1\n\n')
        .replace(
          '- checkout\n',
          '- checkout\n      - vault-oidc/load-secrets:\n          secrets: |\n            secret/app key | KEY\n',
        )
        .replace('- build\n', '- build:\n          context: circleci-vault-demo\n'),
    );
    const job = compileJob({ config: readConfig(), orbs: { 'org/vault-oidc': readOrb() } });
    expect(job.contexts).toEqual(['circleci-vault-demo']);
  });

  it('shows a difference that git apply takes', async () => {
    writeConfig(config);
    const { stdout } = await runInit(['--json']);
    const { diff, changed, written } = JSON.parse(stdout);
    expect({ changed, written, text: readConfig() }).toEqual({
      changed: true,
      written: false,
      text: config,
    });
    execFileSync('git', ['apply', '-'], { cwd: directory, input: diff });
    expect((await runInit([])).stdout).toContain('nothing to do');
  });

  it.each([
    ['a blank line at its end', `${config}\n`],
    ['Windows lines', config.replaceAll('\n', '\r\n')],
    ['no newline at its end', config.trimEnd()],
    ['nothing but blank lines', '\n\n'],
  ])('shows what git apply makes of a config with %s', async (_name, text) => {
    writeConfig(text);
    const { stdout } = await runInit(['--write']);
    const written = readConfig();
    writeFileSync(place(), text);
    execFileSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd: directory, input: stdout });
    expect(readConfig()).toBe(written);
    expect(written).not.toBe(text);
  });

  it('refuses to leave out the secrets that are asked for', async () => {
    writeConfig(config);
    await runInit(['--secrets', 'secret/app key', '--write']);
    const before = readConfig();
    expect((await runInit(['--write'])).stdout).toContain('nothing to do');
    expect((await runInit(['--secrets', 'secret/app key', '--write'])).status).toBe(0);
    const outcome = await runInit(['--secrets', 'secret/app other', '--write']);
    expect(codes(outcome)).toEqual({ status: 2, codes: ['CONFIG_NOT_EDITABLE'] });
    expect(readConfig()).toBe(before);
  });

  it('takes the config of another path', async () => {
    writeFileSync(join(directory, 'continue.yml'), config);
    expect((await runInit(['--config', 'continue.yml', '--write'])).status).toBe(0);
    expect(readdirSync(directory)).toEqual(['continue.yml']);
  });

  it.each([
    [
      'two jobs',
      config.replace('workflows:', '  test: {steps: [run: a]}\nworkflows:'),
      'its jobs are build, test',
    ],
    ['a setup config', `setup: true\n${config}`, 'setup config'],
    ['version 2', config.replace('2.1', '2'), 'orbs need 2.1'],
    ['no YAML', `${config}  }`, 'it is not YAML'],
    ['a key twice', `${config}version: 2.1\n`, 'it is not YAML'],
    ['two documents', `${config}---\n${config}`, 'it is not YAML'],
    [
      'shared steps',
      config.replace('steps:', 'steps: &steps').replace('workflows', 'x: *steps\nworkflows'),
      'shared by the anchor &steps',
    ],
  ])('refuses %s, and writes nothing', async (_name, text, why) => {
    writeConfig(text);
    const outcome = await runInit(['--write']);
    expect(codes(outcome)).toEqual({ status: 2, codes: ['CONFIG_NOT_EDITABLE'] });
    expect(outcome.told[0]?.why).toContain(why);
    expect(readConfig()).toBe(text);
  });

  it('writes through no link', async () => {
    writeFileSync(join(directory, 'elsewhere.yml'), config);
    mkdirSync(join(directory, '.circleci'));
    symlinkSync('../elsewhere.yml', place());
    const outcome = await runInit(['--write']);
    expect(codes(outcome)).toEqual({ status: 7, codes: ['CONFIG_NOT_WRITTEN'] });
    expect(readFileSync(join(directory, 'elsewhere.yml'), 'utf8')).toBe(config);
    expect(readdirSync(join(directory, '.circleci'))).toEqual(['config.yml']);
  });

  it.each([
    ['is a directory', () => mkdirSync(place(), { recursive: true })],
    ['is not UTF-8', () => writeConfig(''), Buffer.from([0x61, 0xff])],
  ])('fails when it %s', async (_name, make, bytes?: Buffer) => {
    make();
    if (bytes !== undefined) writeFileSync(place(), bytes);
    expect(codes(await runInit(['--write']))).toEqual({ status: 7, codes: ['CONFIG_UNREADABLE'] });
  });

  it.each([
    ['--job', 'a b'],
    ['--secrets', 'no-key'],
    ['--secrets', ''],
    ['--context', ''],
    ['--config', ''],
  ])('refuses %s "%s"', async (option, value) => {
    const outcome = await runInit([option, value]);
    expect(codes(outcome)).toEqual({ status: 2, codes: ['PARAMETER_INVALID'] });
    expect(outcome.told[0]?.what).toContain(option);
  });
});
