import { stringify } from 'yaml';
import { qualifiedOrbName } from '../../src/inputs/orb-name.ts';
import type { Balancer, PassedRequest } from '../support/balancer.ts';
import type { CircleCiIssuer } from '../support/circleci-issuer.ts';
import { type CompiledJob, compileJob } from '../support/runner/compile-job.ts';
import { runJob } from '../support/runner/run-job.ts';
import { loadSecrets, readOrb } from '../support/vault-jobs.ts';

/** The values that every helper reads, each from a path of its own below `secret/`. */
export const values: Readonly<Record<string, string>> = {
  'app/database': 'first of two',
  'app/mail': "second: it's $(id)",
};

/** How a helper fared. */
export interface HelperOutcome {
  /** Whether its step ended with status 0 and the next one had the right values. */
  readonly hasValues: boolean;
  /** What it printed when it had not. */
  readonly output: string;
  /** Milliseconds since the start of this process. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** All that it asked of the servers, oldest first. */
  readonly requests: readonly PassedRequest[];
}

/** Runs one helper, which reaches the servers through a door of its own. */
export type RunHelper = (admit?: () => Promise<void>) => Promise<HelperOutcome>;

/** Helpers whose job loads the values and compares what its next step has. */
export function createHelpers(issuer: CircleCiIssuer, balancer: Balancer): RunHelper {
  const job = compileHelperJob();
  const wanted = Object.values(values).map((value, index) => [`WANTED_${index}`, value]);
  return async (admit) => {
    await using door = await balancer.openDoor(admit);
    const token = await issuer.sign();
    const startedAt = performance.now();
    const { succeeded, steps } = await runJob(job, {
      environment: {
        VAULT_ADDR: door.address,
        VAULT_ROLE: 'deploy',
        CIRCLE_OIDC_TOKEN_V2: token,
        ...Object.fromEntries(wanted),
      },
    });
    return {
      hasValues: succeeded,
      output: succeeded ? '' : steps.map(({ output }) => output).join(''),
      startedAt,
      endedAt: performance.now(),
      requests: door.requests,
    };
  };
}

function compileHelperJob(): CompiledJob {
  const paths = Object.keys(values);
  const references = paths.map((path, index) => `secret/${path} value | VALUE_${index}`);
  const checks = paths.map((_, index) => `[ "$VALUE_${index}" = "$WANTED_${index}" ]`);
  const config = {
    version: 2.1,
    orbs: { 'vault-oidc': `${qualifiedOrbName}@1` },
    jobs: {
      deploy: {
        docker: [{ image: 'cimg/base:current' }],
        steps: [loadSecrets(references.join('\n')), { run: checks.join(' && ') }],
      },
    },
    workflows: { main: { jobs: ['deploy'] } },
  };
  return compileJob({
    config: stringify(config, { version: '1.1' }),
    orbs: { [qualifiedOrbName]: readOrb() },
  });
}
