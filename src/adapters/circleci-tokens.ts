import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Environment } from '../core/expansion.ts';
import { explainDeadline } from '../core/explain-deadline.ts';
import { describeFailure, Failed } from '../core/failure.ts';
import { findTokenProblem, readTokenClaims } from '../core/oidc-token.ts';
import { Secret } from '../core/secret.ts';
import type { Clock, OidcTokens } from '../ports.ts';

const variables = ['CIRCLE_OIDC_TOKEN_V2', 'CIRCLE_OIDC_TOKEN'] as const;
// The second name leads to the in-job CLI where a laptop's CLI shadows the first
// (CircleCI documentation, "Environment CLI usage guide").
const programs = ['circleci', 'circleci-agent'] as const;
const mintTries = 3;
const mintTimeoutMs = 10_000;
const mintPauseMs = 1000;
const shortestUseMs = 60_000;

/**
 * The tokens that CircleCI put into the job, and those that its in-job CLI mints;
 * `ending` ends the minting.
 */
export function createCircleCiTokens(
  environment: Environment,
  clock: Clock,
  ending: AbortSignal,
): OidcTokens {
  return {
    obtain: async (audience) => {
      if (audience !== undefined) return mint(audience, environment, ending);
      const given = findGivenToken(environment);
      if (given !== undefined && hasTimeLeft(given, clock.now())) return given;
      return mint(undefined, environment, ending);
    },
  };
}

/** The job's own token; throws `Failed` when it is there and is none. */
function findGivenToken(environment: Environment): Secret<string> | undefined {
  for (const variable of variables) {
    const text = (environment[variable] ?? '').trim();
    if (text === '') continue;
    const problem = findTokenProblem(text);
    if (problem === undefined) return new Secret(text);
    throw new Failed([
      describeFailure('TOKEN_MALFORMED', {
        what: `${variable} holds no OIDC token.`,
        why: problem,
        next: [`let CircleCI set ${variable}: remove it from contexts, settings and steps`],
      }),
    ]);
  }
  return undefined;
}

function hasTimeLeft(jwt: Secret<string>, now: number): boolean {
  const { expiresAt } = readTokenClaims(jwt);
  return expiresAt === undefined || expiresAt * 1000 - now >= shortestUseMs;
}

async function mint(
  audience: string | undefined,
  environment: Environment,
  ending: AbortSignal,
): Promise<Secret<string>> {
  let reason = '';
  for (let attempt = 1; attempt <= mintTries && !ending.aborted; attempt += 1) {
    if (attempt > 1) await sleep(mintPauseMs, undefined, { signal: ending }).catch(() => undefined);
    const outcomes = [];
    for (const program of programs) {
      const outcome = await runMint(program, audience, environment, ending);
      if (typeof outcome !== 'string') return outcome;
      outcomes.push(`${program}: ${outcome}`);
    }
    reason = outcomes.join('; ');
    if (outcomes.every((outcome) => outcome.endsWith(absent))) break;
  }
  throw new Failed([
    ending.aborted
      ? explainDeadline('a token was minted')
      : describeMissingToken(reason, audience, environment),
  ]);
}

const absent = 'not on the PATH';

/** A token, or why there is none: the CLI's own words are not told, they might hold one. */
function runMint(
  program: string,
  audience: string | undefined,
  environment: Environment,
  signal: AbortSignal,
): Promise<Secret<string> | string> {
  const claims = audience === undefined ? [] : ['--claims', JSON.stringify({ aud: audience })];
  const options = {
    timeout: mintTimeoutMs,
    killSignal: 'SIGKILL',
    env: environment,
    signal,
  } as const;
  return new Promise((resolve) => {
    execFile(program, ['run', 'oidc', 'get', ...claims], options, (error, stdout) => {
      const text = stdout.trim();
      if (error !== null) resolve(describeExit(error));
      else if (text === '') resolve('it gave nothing');
      else if (findTokenProblem(text) !== undefined) resolve('what it gave is no token');
      else resolve(new Secret(text));
    });
  });
}

function describeExit(error: Error & { code?: unknown; killed?: boolean }): string {
  if (error.code === 'ENOENT') return absent;
  if (error.killed === true) return `no answer within ${mintTimeoutMs / 1000} s`;
  return typeof error.code === 'number' ? `exit status ${error.code}` : 'it could not be run';
}

function describeMissingToken(
  reason: string,
  audience: string | undefined,
  environment: Environment,
) {
  const isGiven = variables.some((variable) => (environment[variable] ?? '') !== '');
  const given = isGiven
    ? 'the token that CircleCI put into the job has expired'
    : `${variables.join(' and ')} are empty`;
  return describeFailure('TOKEN_MISSING', {
    what: 'There is no OIDC token to log in with.',
    why: `${audience === undefined ? `${given}, and none` : `none for the audience "${audience}"`} could be minted with "run oidc get" (${reason})`,
    next: [adviseToken(isGiven, environment)],
  });
}

function adviseToken(isGiven: boolean, environment: Environment): string {
  const { CIRCLECI, CIRCLE_PR_USERNAME, CIRCLE_PR_REPONAME } = environment;
  if (CIRCLECI === undefined) return 'run this on CircleCI: CIRCLECI is not set here';
  if (isGiven) return 'run this where CircleCI\'s in-job command "circleci" works';
  // Pull requests from forks alone have them (CircleCI, "Built-in environment variables").
  return CIRCLE_PR_USERNAME || CIRCLE_PR_REPONAME
    ? 'for a pull request from a fork, as this is: allow "Pass secrets to builds from forked pull requests"'
    : 'run this on CircleCI cloud, or server 4.4 and later with OIDC set up';
}
