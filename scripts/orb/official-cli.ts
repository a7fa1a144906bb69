import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from './finding.ts';

/** What the official compiler says, or why it was not asked. */
export interface OfficialAnswer {
  readonly findings: readonly Finding[];
  readonly note: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** One of the two programs that are called `circleci`; no variable is read by both. */
interface Generation {
  readonly name: string;
  /** What `circleci version` prints; the program of the same name inside a job prints neither. */
  readonly answers: RegExp;
  readonly tokens: readonly string[];
  readonly host: string;
  /** Whether this answer is about the orb; others are about the service or the token. */
  readonly isRefusal: (status: number, stderr: string) => boolean;
}

const legacy: Generation = {
  name: 'circleci 0.1',
  answers: /^0\.1\./,
  tokens: ['CIRCLECI_CLI_TOKEN'],
  host: 'CIRCLECI_CLI_HOST',
  // It ends with 255 whatever happened; this beginning is of faults on the way.
  isRefusal: (status, stderr) => status === 255 && !/^Error: Validating config:/m.test(stderr),
};
const current: Generation = {
  name: 'circleci 1',
  answers: /^circleci 1\./,
  tokens: ['CIRCLE_TOKEN', 'CIRCLE_CLI_TOKEN'],
  host: 'CIRCLE_HOST',
  isRefusal: (status) => status === 7,
};

// No update check, no telemetry, no question, no colour, in both.
const quiet = {
  CI: 'true',
  CIRCLECI_CLI_SKIP_UPDATE_CHECK: 'true',
  CIRCLECI_CLI_TELEMETRY_OPTOUT: '1',
  CIRCLE_NO_UPDATE_CHECK: '1',
  CIRCLE_NO_TELEMETRY: '1',
  NO_COLOR: '1',
};

/**
 * Lets `circleci orb validate` look at the file when the program is on the PATH and
 * its token in the environment. Nothing is sent without both, nor when the host is
 * set for the other program alone: this one would send the token elsewhere.
 */
export function askOfficialCli(path: string, environment: Environment): OfficialAnswer {
  const home = mkdtempSync(join(tmpdir(), 'vault-oidc-cli-'));
  const run = (...words: readonly string[]) =>
    spawnSync('circleci', words, {
      encoding: 'utf8',
      env: { ...environment, ...quiet, HOME: home, XDG_CONFIG_HOME: home, XDG_STATE_HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 90_000,
    });
  try {
    const version = run('version');
    if (version.error !== undefined) return decline('circleci is not on the PATH');
    const generation = [legacy, current].find(({ answers }) => answers.test(version.stdout));
    if (generation === undefined) return decline('this circleci is not the one that knows orbs');
    const reason = findReason(generation, environment);
    if (reason !== undefined) return decline(reason);
    const { status, stderr } = run('orb', 'validate', path);
    const words = stderr.trim().replaceAll(/\s+/g, ' ');
    if (status === 0) return { findings: [], note: `${generation.name} finds the orb valid` };
    if (!generation.isRefusal(status ?? -1, stderr)) {
      return decline(`${generation.name} could not ask its service (status ${status}): ${words}`);
    }
    const remedy = "correct it as the service's compiler says";
    return {
      findings: [{ rule: 'official-cli', place: 'orb', what: words, remedy }],
      note: `${generation.name} refuses the orb`,
    };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function findReason({ name, tokens, host }: Generation, environment: Environment) {
  if (!tokens.some((variable) => environment[variable])) {
    return `${name} reads its token from ${tokens.join(' or ')}, which is not set`;
  }
  const other = [legacy, current].map((each) => each.host).find((each) => each !== host) ?? '';
  return environment[other] && !environment[host]
    ? `${other} is set, but ${name} reads ${host} and would send the token to circleci.com`
    : undefined;
}

function decline(reason: string): OfficialAnswer {
  return { findings: [], note: `the official compiler was not asked: ${reason}` };
}
