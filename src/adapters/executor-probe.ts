import { execFile } from 'node:child_process';
import { accessSync, constants, lstatSync, readdirSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import type { ExecutorProbe } from '../administration-ports.ts';
import type { ExecutorFacts } from '../core/doctor/executor-rules.ts';
import type { Environment } from '../core/expansion.ts';
import { Failed } from '../core/failure.ts';
import { readTokenClaims } from '../core/oidc-token.ts';
import type { Clock, Report } from '../ports.ts';
import { createCircleCiTokens } from './circleci-tokens.ts';
import { findTrustedProgram, isProgram } from './program-search.ts';
import { findTokenAtHand } from './token-at-hand.ts';

const versionMs = 10_000;

/** Looks at the machine that this program runs on, as the orb's steps find it. */
export function createExecutorProbe(
  environment: Environment,
  clock: Clock,
  report: Pick<Report, 'conceal'>,
  ending: AbortSignal,
): ExecutorProbe {
  return {
    look: async () => {
      const given = findTokenAtHand('', environment);
      const expiresAt = given && readTokenClaims(given.token).expiresAt;
      return {
        nodes: await findNodes(environment, ending),
        missingToFetch: listMissing(environment),
        hasBash: isProgram('/bin/bash') || findTrustedProgram('bash', environment) !== undefined,
        bashEnvProblem: findBashEnvProblem(environment['BASH_ENV'] ?? ''),
        tokenVariable: given?.source,
        tokenProblem: given?.problem,
        tokenSecondsLeft: expiresAt === undefined ? undefined : expiresAt - clock.now() / 1000,
        mintProblem: await findMintProblem(environment, clock, report, ending),
      };
    },
  };
}

/** In the order in which the orb's launcher looks: the PATH, then the directories of nvm. */
async function findNodes(
  environment: Environment,
  signal: AbortSignal,
): Promise<ExecutorFacts['nodes']> {
  const homes = [
    environment['NVM_DIR'] ?? '',
    join(environment['HOME'] ?? '/', '.nvm'),
    '/opt/circleci/.nvm',
  ].filter(isAbsolute);
  const installed = homes.flatMap((home) => {
    const versions = join(home, 'versions', 'node');
    return listDirectory(versions).map((version) => join(versions, version, 'bin', 'node'));
  });
  const onPath = findTrustedProgram('node', environment);
  const candidates = [...(onPath === undefined ? [] : [onPath]), ...installed.filter(isProgram)];
  const nodes = await Promise.all(
    [...new Set(candidates)].map(async (path) => ({
      path,
      version: await askVersion(path, environment, signal),
    })),
  );
  return nodes.filter(({ version }) => version !== '');
}

function askVersion(path: string, env: Environment, signal: AbortSignal): Promise<string> {
  const options = { timeout: versionMs, killSignal: 'SIGKILL', env, signal } as const;
  return new Promise((resolve) => {
    execFile(path, ['--version'], options, (_error, stdout) => {
      resolve(/^v(\d[\w.-]*)\s*$/.exec(stdout)?.[1] ?? '');
    });
  });
}

/** Why the orb would not write there; nothing is written to find out. */
function findBashEnvProblem(path: string): string | undefined {
  if (path === '') return 'BASH_ENV, which names the file that later steps read, is not set';
  if (!isAbsolute(path)) return 'BASH_ENV names a file by a path that depends on the directory';
  try {
    const facts = lstatSync(path, { throwIfNoEntry: false });
    if (facts !== undefined && (!facts.isFile() || facts.nlink > 1))
      return 'what $BASH_ENV names is no plain file';
    accessSync(facts === undefined ? dirname(path) : path, constants.W_OK);
    return undefined;
  } catch {
    return 'the file that $BASH_ENV names cannot be written';
  }
}

/** Mints a token as the orb does when the given one is old; it is thrown away. */
async function findMintProblem(
  environment: Environment,
  clock: Clock,
  report: Pick<Report, 'conceal'>,
  ending: AbortSignal,
): Promise<string | undefined> {
  const bare = { ...environment, CIRCLE_OIDC_TOKEN: undefined, CIRCLE_OIDC_TOKEN_V2: undefined };
  try {
    report.conceal(await createCircleCiTokens(bare, clock, ending).obtain(undefined));
    return undefined;
  } catch (error) {
    // What each command gave stands in brackets at the end.
    if (error instanceof Failed) return error.failures[0]?.why.replace(/^.*? \((.*)\)$/s, '$1');
    throw error;
  }
}

/** What the launcher fetches, checks and unpacks with; one of each line will do. */
const fetchPrograms = [
  ['curl', 'wget'],
  ['tar'],
  ['gzip'],
  ['sha256sum', 'shasum', 'openssl'],
] as const;

function listMissing(environment: Environment): string[] {
  return fetchPrograms
    .filter((names) => names.every((name) => findTrustedProgram(name, environment) === undefined))
    .map((names) => names.join(' or '));
}

function listDirectory(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
