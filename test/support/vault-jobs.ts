import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { root } from '../../scripts/bundle-helper.ts';
import { qualifiedOrbName } from '../../src/inputs/orb-name.ts';
import { type CircleCiIssuer, startCircleCiIssuer } from './circleci-issuer.ts';
import { listChanges, lookAtFiles } from './job-files.ts';
import { trustIssuer, writeRole } from './jwt-trust.ts';
import { type OpenBaoServer, startOpenBao } from './openbao/server.ts';
import { compileJob, type JobSource } from './runner/compile-job.ts';
import { type JobResult, type RunOptions, runJob, type StepResult } from './runner/run-job.ts';
import { writeCircleCiCommand } from './runner/stand-ins.ts';

/** One job of a test: steps as in a config, and what it meets. */
export interface JobWish extends Omit<RunOptions, 'directory'> {
  /** Steps of the job, as YAML would parse them. */
  readonly steps: readonly unknown[];
  /** The job's shell. */
  readonly shell?: string;
  readonly booleansAs?: JobSource['booleansAs'];
  /** The token that CircleCI gives the job; empty for none. Left out: a good one. */
  readonly token?: string;
  /** The packed orb's YAML text; left out, that of the build. */
  readonly orb?: string;
  /** What `$BASH_ENV` holds before the job; left out, there is no file. */
  readonly bashEnv?: string;
}

export interface JobOutcome extends JobResult {
  /** What a bash step at the end of the job has in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** What `$BASH_ENV` held at the end; undefined when there was no file. */
  readonly bashEnv: string | undefined;
  /** Its permission bits. */
  readonly bashEnvMode: number | undefined;
  /** The step of that place among those stated, from 0. */
  step(index: number): StepResult;
  /** Files below the job's directory that the step at that place added, changed or removed. */
  listChangedFiles(index: number): string[];
}

/** A server and an issuer that trust each other, and jobs that run the packed orb. */
export interface VaultJobs extends AsyncDisposable {
  readonly server: OpenBaoServer;
  readonly issuer: CircleCiIssuer;
  run(wish: JobWish): Promise<JobOutcome>;
  stop(): Promise<void>;
}

const look = 'look at the environment';

/** The packed orb's YAML text. */
export function readOrb(): string {
  return readFileSync(`${root}dist/orb.yml`, 'utf8');
}

/**
 * Starts both, with a role "deploy" that may read everything below `secret/`; bare, the
 * server does not know of the issuer.
 */
export async function startVaultJobs({ isBare = false } = {}): Promise<VaultJobs> {
  const [server, issuer] = await Promise.all([startOpenBao(), startCircleCiIssuer()]);
  if (!isBare) {
    await trustIssuer(server, issuer);
    await writeRole(server, issuer);
  }
  const stop = async (): Promise<void> => {
    await Promise.all([server.stop(), issuer.stop()]);
  };
  return {
    server,
    issuer,
    run: async (wish) => {
      const token = wish.token ?? (await issuer.sign());
      return runWish(
        wish,
        {
          VAULT_ADDR: server.address,
          VAULT_ROLE: 'deploy',
          CIRCLE_ORGANIZATION_ID: issuer.organizationId,
          ...(token === '' ? {} : { CIRCLE_OIDC_TOKEN_V2: token }),
          STAND_IN_MINT_URL: issuer.mintUrl,
        },
        { circleci: writeCircleCiCommand(issuer.mintUrl) },
      );
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** One call of `load-secrets`, to stand among steps. */
export function loadSecrets(secrets: string, parameters: object = {}): unknown {
  return { 'vault-oidc/load-secrets': { secrets, ...parameters } };
}

async function runWish(
  wish: JobWish,
  environment: Readonly<Record<string, string>>,
  standIns: Readonly<Record<string, string>>,
): Promise<JobOutcome> {
  const lookAround = {
    run: {
      name: look,
      when: 'always',
      shell: '/bin/bash -c',
      command: `"${process.execPath}" -e 'console.log(JSON.stringify(process.env))'`,
    },
  };
  const config = {
    version: 2.1,
    orbs: { 'vault-oidc': `${qualifiedOrbName}@1` },
    jobs: {
      deploy: {
        docker: [{ image: 'cimg/node:lts' }],
        ...(wish.shell === undefined ? {} : { shell: wish.shell }),
        steps: [...wish.steps, lookAround],
      },
    },
    workflows: { main: { jobs: ['deploy'] } },
  };
  const job = compileJob({
    config: stringify(config, { version: '1.1' }),
    orbs: { [qualifiedOrbName]: wish.orb ?? readOrb() },
    ...(wish.booleansAs === undefined ? {} : { booleansAs: wish.booleansAs }),
  });
  const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-test-'));
  const bashEnvPath = join(directory, 'tmp', '.bash_env-0-build');
  try {
    if (wish.bashEnv !== undefined) {
      mkdirSync(join(directory, 'tmp'));
      writeFileSync(bashEnvPath, wish.bashEnv);
    }
    const looks = [lookAtFiles(directory)];
    const result = await runJob(job, {
      ...wish,
      onStep: (step) => {
        looks.push(lookAtFiles(directory));
        wish.onStep?.(step);
      },
      directory,
      environment: { ...environment, ...wish.environment },
      standIns: { ...standIns, ...wish.standIns },
    });
    const steps = result.steps.filter(({ name }) => name !== look);
    const last = result.steps.find(({ name }) => name === look);
    return {
      succeeded: result.succeeded,
      steps,
      environment: JSON.parse(last?.stdout ?? '{}'),
      bashEnv: existsSync(bashEnvPath) ? readFileSync(bashEnvPath, 'utf8') : undefined,
      bashEnvMode: existsSync(bashEnvPath) ? statSync(bashEnvPath).mode & 0o777 : undefined,
      step: (index) => {
        const step = steps[index];
        if (step === undefined) throw new Error(`the job has no step ${index}`);
        return step;
      },
      listChangedFiles: (index) => {
        const [before, after] = looks.slice(index, index + 2);
        if (before === undefined || after === undefined) {
          throw new Error(`the job has no step ${index}`);
        }
        return listChanges(before, after);
      },
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
