import { createBashEnvironment } from './adapters/bash-environment.ts';
import { createCircleCiTokens } from './adapters/circleci-tokens.ts';
import { type CommandEnd, watchForEnd } from './adapters/command-end.ts';
import { createConsoleReport } from './adapters/console-report.ts';
import type { HttpTransport } from './adapters/http-transport.ts';
import { createVault } from './adapters/node-vault.ts';
import { openTransport } from './adapters/open-transport.ts';
import { createSessionFiles } from './adapters/session-files.ts';
import { authenticate } from './commands/auth.ts';
import { loadSecrets } from './commands/load-secrets.ts';
import {
  type Parsed,
  parseAuth,
  parseLoadSecrets,
  parseRevoke,
  type TransportInputs,
} from './commands/requests.ts';
import { revokeSessions } from './commands/revoke.ts';
import { describeFault, settleError } from './commands/settle-error.ts';
import type { Environment } from './core/expansion.ts';
import { Failed } from './core/failure.ts';
import type { SessionScope } from './core/session.ts';
import type { Clock, Report, Vault } from './ports.ts';
import { version } from './version.ts';

const clock: Clock = { now: () => Date.now() };

/** The server of a scope. */
type Connect = (scope: SessionScope) => Vault;

/** Runs the command that the step names; throws `Failed`. */
async function runCommand(
  environment: Environment,
  report: Report,
  end: CommandEnd,
): Promise<void> {
  const shellEnvironment = createBashEnvironment(environment, report, end.signal);
  const sessions = createSessionFiles(environment);
  const tokens = createCircleCiTokens(environment, clock, end.signal);
  const shared = { tokens, sessions, shellEnvironment, clock, report };
  const run = <Request>(
    { request, transport }: Parsed<Request>,
    use: (request: Request, connect: Connect) => Promise<void>,
  ): Promise<void> =>
    lendServers(transport, environment, report, end, (connect) => use(request, connect));
  switch (environment['VAULT_OIDC_COMMAND']) {
    case 'load-secrets':
      return run(parseLoadSecrets(environment), (request, connect) =>
        loadSecrets(request, { ...shared, vault: connect(request.scope) }),
      );
    case 'auth':
      return run(parseAuth(environment), (request, connect) =>
        authenticate(request, { ...shared, vault: connect(request.scope) }),
      );
    case 'revoke':
      return run(parseRevoke(environment), (request, connect) =>
        revokeSessions(request, { ...shared, connect }),
      );
    default:
      throw new Failed([describeFault('VAULT_OIDC_COMMAND names no command')]);
  }
}

/** Lends connections to Vault servers for the command's time, and closes them. */
async function lendServers(
  inputs: TransportInputs,
  environment: Environment,
  report: Report,
  end: CommandEnd,
  use: (connect: Connect) => Promise<void>,
): Promise<void> {
  if (inputs.skip_verify) report.note(unverified);
  end.limitTime(inputs.timeout);
  const transports: HttpTransport[] = [];
  const connect: Connect = (scope) => {
    const transport = openTransport(scope.address, inputs, environment, report);
    transports.push(transport);
    return createVault(scope, {
      transport,
      deadline: end.signal,
      userAgent: `vault-oidc/${version}`,
      onDelay: report.explainDelay,
    });
  };
  try {
    await use(connect);
  } finally {
    for (const transport of transports) transport.close();
  }
}

const unverified =
  "VAULT_SKIP_VERIFY is on: Vault's certificate is NOT CHECKED, and anybody on the way can read the secrets; give ca_certificate instead";

async function main(): Promise<void> {
  const report = createConsoleReport(process);
  const end = watchForEnd(process, report);
  try {
    await runCommand(process.env, report, end);
  } catch (error) {
    process.exitCode = end.signalStatus ?? settleError(end.error ?? error, report);
  }
}

void main();
