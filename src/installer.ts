import { createArchives } from './adapters/archives.ts';
import { type CommandEnd, watchForEnd } from './adapters/command-end.ts';
import { createConsoleReport } from './adapters/console-report.ts';
import { createDownloadAgents } from './adapters/download-agents.ts';
import { createDownloads } from './adapters/downloads.ts';
import { createGpgv } from './adapters/gpgv.ts';
import { openInstallDirectory } from './adapters/install-directory.ts';
import { createPrograms } from './adapters/installed-programs.ts';
import { createKeptArchives } from './adapters/kept-archives.ts';
import { createSearchPath } from './adapters/search-path.ts';
import { readTlsSettings } from './adapters/tls-settings.ts';
import { parseInstall } from './commands/install-request.ts';
import { installVault } from './commands/install-vault.ts';
import { settleError } from './commands/settle-error.ts';
import type { Environment } from './core/expansion.ts';
import { Failed, isFailure } from './core/failure.ts';
import { findPlatform } from './core/releases/choose-version.ts';
import { releaseDigests } from './core/releases/release-digests.ts';
import { releaseKeys } from './core/releases/release-keys.ts';
import { releaseOrigins } from './core/releases/release-origins.ts';
import type { Report } from './ports.ts';
import { version } from './version.ts';

const silentSeconds = 20;

/** Runs install-vault with what the step's environment asks for; throws `Failed`. */
async function runInstall(
  environment: Environment,
  report: Report,
  end: CommandEnd,
): Promise<void> {
  const { request, inputs } = parseInstall(environment);
  const platform = findPlatform(process.platform, process.arch);
  if (isFailure(platform)) throw new Failed([platform]);
  end.limitTime(inputs.timeout);
  const trust = { digests: releaseDigests, keys: releaseKeys, origins: releaseOrigins };
  const { ca } = readTlsSettings({ ...noOtherSettings, ca_certificate: inputs.ca_certificate });
  const context = {
    createAgent: createDownloadAgents(ca, environment, report),
    userAgent: `vault-oidc/${version}`,
    ending: end.signal,
    silentSeconds,
  };
  await installVault(request, trust, {
    downloads: createDownloads(context, report),
    archives: createArchives(end.signal),
    keptArchives: createKeptArchives(environment, end.signal),
    signatures: createGpgv(environment, end.signal),
    programs: createPrograms(platform, environment, end.signal),
    openDirectory: () => openInstallDirectory(inputs.install_dir, environment),
    searchPath: createSearchPath(environment, report, end.signal),
    report,
  });
}

const noOtherSettings = {
  client_certificate: undefined,
  client_key: undefined,
  tls_server_name: '',
  skip_verify: false,
};

async function main(): Promise<void> {
  const report = createConsoleReport(process);
  const end = watchForEnd(process, report);
  try {
    await runInstall(process.env, report, end);
  } catch (error) {
    process.exitCode = end.signalStatus ?? settleError(end.error ?? error, report);
  }
}

void main();
