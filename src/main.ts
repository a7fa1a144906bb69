import { createBashEnvironment } from './adapters/bash-environment.ts';
import { createCircleCiTokens } from './adapters/circleci-tokens.ts';
import { createConsoleReport } from './adapters/console-report.ts';
import { createHttpTransport, type HttpTransport } from './adapters/http-transport.ts';
import { createVault } from './adapters/node-vault.ts';
import { createSessionFiles } from './adapters/session-files.ts';
import { readTlsSettings } from './adapters/tls-settings.ts';
import { authenticate } from './commands/auth.ts';
import { loadSecrets } from './commands/load-secrets.ts';
import {
  parseAuth,
  parseLoadSecrets,
  parseRevoke,
  type TransportInputs,
} from './commands/requests.ts';
import { revokeSessions } from './commands/revoke.ts';
import type { Environment } from './core/expansion.ts';
import { describeFailure, Failed, type Failure } from './core/failure.ts';
import type { SessionScope } from './core/session.ts';
import type { Clock, Report, Vault } from './ports.ts';
import { version } from './version.ts';

const clock: Clock = { now: () => Date.now() };

/** Runs the command that the step names; throws `Failed`. */
async function runCommand(environment: Environment, report: Report): Promise<void> {
  const shellEnvironment = createBashEnvironment(environment, report);
  const sessions = createSessionFiles(environment);
  const tokens = createCircleCiTokens(environment, clock);
  const shared = { tokens, sessions, shellEnvironment, clock, report };
  switch (environment['VAULT_OIDC_COMMAND']) {
    case 'load-secrets': {
      const { request, transport } = parseLoadSecrets(environment);
      return withServers(transport, (connect) =>
        loadSecrets(request, { ...shared, vault: connect(request.scope) }),
      );
    }
    case 'auth': {
      const { request, transport } = parseAuth(environment);
      return withServers(transport, (connect) =>
        authenticate(request, { ...shared, vault: connect(request.scope) }),
      );
    }
    case 'revoke': {
      const { request, transport } = parseRevoke(environment);
      return withServers(transport, (connect) => revokeSessions(request, { ...shared, connect }));
    }
    default:
      throw new Failed([describeFault('VAULT_OIDC_COMMAND names no command')]);
  }
}

/** Lends connections to Vault servers for the command's time, and closes them. */
async function withServers(
  inputs: TransportInputs,
  use: (connect: (scope: SessionScope) => Vault) => Promise<void>,
): Promise<void> {
  const tls = readTlsSettings(inputs);
  const deadline = AbortSignal.timeout(inputs.timeout);
  const transports: HttpTransport[] = [];
  const connect = (scope: SessionScope): Vault => {
    const transport = createHttpTransport(new URL(scope.address).protocol, tls);
    transports.push(transport);
    return createVault(scope, { transport, deadline, userAgent: `vault-oidc/${version}` });
  };
  try {
    await use(connect);
  } finally {
    for (const transport of transports) transport.close();
  }
}

function describeFault(why: string): Failure {
  return describeFailure('INTERNAL_FAULT', {
    what: 'This orb has a fault of its own.',
    why,
    next: ['report it to the maintainers of this orb, with the command and its parameters'],
  });
}

/** Tells any error as failures and gives the exit status; an unknown one tells its type alone. */
function settle(error: unknown, report: Report): number {
  const failures =
    error instanceof Failed
      ? error.failures
      : [describeFault(`an unexpected ${error instanceof Error ? error.name : typeof error}`)];
  report.fail(failures);
  return failures[0]?.status ?? 70;
}

async function main(): Promise<void> {
  const report = createConsoleReport(process);
  const end = (error: unknown): void => process.exit(settle(error, report));
  process.once('uncaughtException', end);
  process.once('unhandledRejection', end);
  try {
    await runCommand(process.env, report);
  } catch (error) {
    process.exitCode = settle(error, report);
  }
}

void main();
