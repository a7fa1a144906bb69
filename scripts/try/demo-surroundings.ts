import { startCircleCiIssuer } from '../../test/support/circleci-issuer.ts';
import { trustIssuer, writeRole } from '../../test/support/jwt-trust.ts';
import { findServerBinary } from '../../test/support/openbao/find-binary.ts';
import { startOpenBao } from '../../test/support/openbao/server.ts';
import { writeCircleCiCommand } from '../../test/support/runner/stand-ins.ts';
import { demoSecrets } from '../demo/tutorial.ts';
import { startWelcomeService } from '../demo/welcome-service.ts';
import type { Surroundings } from './surroundings.ts';

/** What the demo's server holds, by path. */
const secrets = {
  'circleci-demo/demo-secrets': demoSecrets,
  'app/db': { host: 'db.example.com', username: 'app', password: `it's "quoted" and $plain` },
} as const;

/**
 * Starts a server, an issuer of tokens and the tutorial's service, all on this
 * machine, and stops them when `use` has ended; gives what that gives. The server
 * has a role "deploy" that may read below `secret/`.
 */
export async function withDemoVault<Result>(
  tell: (text: string) => void,
  use: (surroundings: Surroundings) => Promise<Result>,
): Promise<Result> {
  findServerBinary(() => tell('fetching OpenBao; the next run finds it in the cache …'));
  await using server = await startOpenBao();
  await using issuer = await startCircleCiIssuer();
  await using service = await startWelcomeService(demoSecrets);
  await trustIssuer(server, issuer);
  await writeRole(server, issuer);
  for (const [path, data] of Object.entries(secrets)) {
    await server.write(`secret/data/${path}`, { data });
  }
  const environment = {
    VAULT_ADDR: server.address,
    VAULT_ROLE: 'deploy',
    DEMO_SERVICE_URL: service.url,
    CIRCLE_ORGANIZATION_ID: issuer.organizationId,
    CIRCLE_PROJECT_ID: issuer.projectId,
    CIRCLE_OIDC_TOKEN: await issuer.sign({ form: 1 }),
    CIRCLE_OIDC_TOKEN_V2: await issuer.sign({ form: 2 }),
  };
  const standIn = writeCircleCiCommand(issuer.mintUrl);
  return await use({
    environment,
    standIns: { circleci: standIn, 'circleci-agent': standIn },
    notes: [
      `a server of its own at ${server.address}, with the role deploy`,
      ...Object.entries(secrets).map(
        ([path, data]) => `secret/${path} holds ${Object.keys(data).join(', ')}`,
      ),
      `the job has ${Object.keys(environment).join(', ')}`,
    ],
  });
}
