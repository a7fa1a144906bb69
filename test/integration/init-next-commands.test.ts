import { expect, it } from 'vitest';
import { qualifiedOrbName } from '../../src/inputs/orb-name.ts';
import { listSecretForms } from '../support/canaries.ts';
import { startContextsApi } from '../support/contexts-api.ts';
import { pasteCommands } from '../support/paste-commands.ts';
import { makeRepository } from '../support/repository.ts';
import { compileJob } from '../support/runner/compile-job.ts';
import { runJob } from '../support/runner/run-job.ts';
import { readOrb, startVaultJobs } from '../support/vault-jobs.ts';

it('the commands that init tells, pasted in their order, lead to a green job', async () => {
  await using jobs = await startVaultJobs({ isBare: true });
  await using api = await startContextsApi(jobs.issuer);
  using home = makeRepository();
  using repository = makeRepository('git@github.com:acme/app.git');
  const secrets = [jobs.server.rootToken, api.token].flatMap(listSecretForms);
  const paste = async (command: string): Promise<string> => {
    const outcome = await pasteCommands(command, {
      home: home.directory,
      directory: repository.directory,
      issuer: jobs.issuer.issuer,
      environment: {
        VAULT_ADDR: jobs.server.address,
        VAULT_TOKEN: jobs.server.rootToken,
        CIRCLE_TOKEN: api.token,
      },
    }).outcome;
    expect(secrets.filter((form) => outcome.output.includes(form)).length).toBe(0);
    expect(outcome.exitStatus).toBe(0);
    return outcome.output;
  };

  const told = await paste(`npx vault-oidc init --host ${api.address} --write`);
  const [first = '', second = '', ...others] = told.match(/npx vault-oidc .*/g) ?? [];
  expect(others).toEqual([]);
  const [, id = ''] = /setup --context (\S+)/.exec(await paste(first)) ?? [];
  expect(api.contexts.map((context) => context.id)).toEqual([id]);
  await paste(second.replace('CONTEXT_ID', id));

  const orbs = { [qualifiedOrbName]: readOrb() };
  const job = compileJob({ config: repository.readConfig(), orbs });
  const given = api.contexts.filter(({ name }) => job.contexts.includes(name));
  const run = async (contextIds: readonly string[]): Promise<boolean> => {
    const { succeeded } = await runJob(job, {
      environment: {
        CIRCLE_ORGANIZATION_ID: api.organization.id,
        CIRCLE_OIDC_TOKEN_V2: await jobs.issuer.sign({ claims: { 'context-ids': contextIds } }),
        ...Object.fromEntries(given.flatMap(({ variables }) => [...variables])),
      },
    });
    return succeeded;
  };
  expect(await run([id])).toBe(true);
  // The role is bound to the context.
  expect(await run([])).toBe(false);
});
