import { strict as assert } from 'node:assert';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { qualifiedOrbName } from '../../src/inputs/orb-name.ts';
import { compileJob } from '../../test/support/runner/compile-job.ts';
import { type JobResult, runJob } from '../../test/support/runner/run-job.ts';
import { writeCircleCiCommand } from '../../test/support/runner/stand-ins.ts';
import { readOrb } from '../../test/support/vault-jobs.ts';
import type { Surroundings } from './surroundings.ts';
import { readTutorialFile, roleName } from './tutorial.ts';

/** Runs the job of `docs/tutorial/config.yml` with the packed orb, and shows its steps. */
export async function runTutorialJob(surroundings: Surroundings): Promise<JobResult> {
  const { server, issuer, service, directory, page, signal } = surroundings;
  const job = compileJob({
    config: readTutorialFile('config.yml'),
    orbs: { [qualifiedOrbName]: readOrb() },
  });
  const contexts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'circleci-vault-demo': {
      VAULT_ADDR: server.address,
      VAULT_ROLE: roleName,
      DEMO_SERVICE_URL: service.url,
    },
  };
  return runJob(job, {
    directory: mkdtempSync(join(directory, 'job-')),
    environment: {
      CIRCLE_ORGANIZATION_ID: issuer.organizationId,
      CIRCLE_PROJECT_ID: issuer.projectId,
      CIRCLE_OIDC_TOKEN: await issuer.sign({ form: 1 }),
      CIRCLE_OIDC_TOKEN_V2: await issuer.sign({ form: 2 }),
      ...Object.assign({}, ...job.contexts.map((name) => contexts[name])),
    },
    standIns: { circleci: writeCircleCiCommand(issuer.mintUrl) },
    onStep: page.showStep,
    signal,
  });
}

/**
 * The audience that the failure says the role lacks. Throws unless the job
 * failed for just that reason.
 */
export function readLackingAudience({ succeeded, steps }: JobResult): string {
  assert.ok(
    !succeeded,
    "this server takes the tutorial's role: it is older than Vault 1.17 or OpenBao 2.0; let VAULT_OIDC_TEST_SERVER name a newer one",
  );
  const failed = steps.find(({ status }) => status === 'failed');
  assert.match(failed?.stderr ?? '', /^ {2}code {2}LOGIN_AUDIENCE_UNBOUND$/m);
  const [, audience] =
    /^ {2}next {2}.*\.bound_audiences = \["([^"]+)"\]/m.exec(failed?.stderr ?? '') ?? [];
  assert.ok(audience !== undefined, 'the failure does not name the audience');
  return audience;
}

/** Throws unless every step succeeded and the service let the job in, once. */
export function requireSuccess({ succeeded }: JobResult, { service }: Surroundings): void {
  assert.ok(succeeded, 'the job failed');
  assert.equal(service.countWelcomes(), 1, 'the service did not see the right password once');
}
