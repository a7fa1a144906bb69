import { strict as assert } from 'node:assert';
import { startCircleCiIssuer } from '../test/support/circleci-issuer.ts';
import { findServerBinary } from '../test/support/openbao/find-binary.ts';
import { startOpenBao } from '../test/support/openbao/server.ts';
import { runAsAdministrator } from './demo/administrator.ts';
import { countLoginTokens } from './demo/left-tokens.ts';
import { demoSecrets, writeTutorialRole } from './demo/tutorial.ts';
import { readLackingAudience, requireSuccess, runTutorialJob } from './demo/tutorial-job.ts';
import { startWelcomeService } from './demo/welcome-service.ts';
import { Interruption, watchForInterruption } from './interruption.ts';
import { createPage, type Page } from './page.ts';
import { makeDirectory } from './temporary-directory.ts';

/**
 * CircleCI's tutorial for Vault with the orb, on a real server. Throws at the
 * first thing that does not hold; stops and removes what it made on every way out.
 */
async function runDemo(page: Page, signal: AbortSignal): Promise<void> {
  const begin = (title: string): void => {
    signal.throwIfAborted();
    page.beginStage(title);
  };

  begin('Start a Vault server and an issuer of OIDC tokens');
  findServerBinary(() => page.tell('fetching OpenBao; the next run finds it in the cache …'));
  await using server = await startOpenBao();
  await using issuer = await startCircleCiIssuer();
  await using service = await startWelcomeService(demoSecrets);
  using directory = makeDirectory('demo');
  const surroundings = { server, issuer, service, directory: directory.path, page, signal };
  page.tell(`the server (OpenBao or Vault)  ${server.address}`);
  page.tell(`the issuer, in CircleCI's place  ${issuer.issuer}`);
  page.tell(`a service that wants the password  ${service.url}`);

  begin('Set Vault up as docs/tutorial.md does');
  // A production server has no engine at secret/; a dev server brings one along.
  await server.remove('sys/mounts/secret');
  await runAsAdministrator('setup', 0, surroundings);

  begin("Take the tutorial's own role in its place: doctor and server refuse it");
  await writeTutorialRole(server, issuer.projectId);
  page.tell("wrote the tutorial's own policy and role: the role has no bound_audiences");
  await runAsAdministrator('doctor', 1, surroundings);
  const audience = readLackingAudience(await runTutorialJob(surroundings));
  assert.equal(audience, issuer.organizationId, 'the failure names another audience');

  begin('Mend the role');
  await runAsAdministrator('setup', 0, surroundings);
  await runAsAdministrator('doctor', 0, surroundings);

  begin('Run the job again');
  const before = server.listRequests().length;
  requireSuccess(await runTutorialJob(surroundings), surroundings);

  begin('Ask the server what the job did, and what is left of it');
  const requests = server.listRequests().slice(before);
  for (const { operation, path } of requests) page.tell(`${operation.padEnd(6)}  ${path}`);
  assert.ok(requests.some(({ path, failed }) => path === 'auth/jwt/login' && !failed));
  const left = await countLoginTokens(server);
  page.tell(`tokens of the role that are left: ${left}`);
  assert.equal(left, 0, 'a token is left');

  begin('Stop the servers and remove their files');
}

const started = performance.now();
const signal = watchForInterruption();
const page = createPage();
try {
  await runDemo(page, signal);
  page.tell(`all of it held; ${((performance.now() - started) / 1000).toFixed(1)} s`);
} catch (error) {
  // What fails after a signal fails because of it.
  const cause: unknown = signal.aborted ? signal.reason : error;
  process.exitCode = cause instanceof Interruption ? cause.exitStatus : 1;
  console.error(`demo: ${cause instanceof Error ? cause.message : String(cause)}`);
}
