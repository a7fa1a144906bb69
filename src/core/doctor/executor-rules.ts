import type { Rule } from './finding.ts';

/** What a job's machine has. */
export interface ExecutorFacts {
  /** Node's that the orb finds, in its order; versions such as `20.11.1`. */
  readonly nodes: readonly { readonly path: string; readonly version: string }[];
  /** Programs that the orb lacks to fetch a Node itself, such as `curl or wget`. */
  readonly missingToFetch: readonly string[];
  readonly hasBash: boolean;
  /** Why `$BASH_ENV` cannot take the variables of a job; undefined when it can. */
  readonly bashEnvProblem: string | undefined;
  /** The variable that holds the job's token; undefined for none. */
  readonly tokenVariable: string | undefined;
  /** Why what it holds is no token. */
  readonly tokenProblem: string | undefined;
  /** Seconds that the token has left; undefined without one, or where it has no end. */
  readonly tokenSecondsLeft: number | undefined;
  /** Why no token could be minted; undefined when one was. */
  readonly mintProblem: string | undefined;
}

const shortestUse = 60;

/**
 * Whether the orb can run there. Sources: CircleCI, "OpenID Connect tokens" and "Using
 * shell scripts" (bash, where there is one, reads `$BASH_ENV` at each step's start).
 */
export const executorRules: readonly Rule<ExecutorFacts>[] = [
  {
    code: 'NODE_MISSING',
    level: 'FAIL',
    kept: 'has Node 18 or newer',
    find: ({ nodes, missingToFetch }) => {
      if (nodes.some(({ version }) => Number.parseInt(version, 10) >= 18)) return undefined;
      const found = nodes.map(({ path, version }) => `${path} is ${version}`).join(', ');
      const why = found || 'neither the PATH nor the directories of nvm have one';
      const canFetch = missingToFetch.length === 0;
      return {
        ...(canFetch ? { level: 'WARN' as const } : {}),
        what: 'has no Node 18 or newer',
        why: canFetch
          ? `${why}: the orb fetches one in each job`
          : `${why}, and to fetch one the orb lacks ${missingToFetch.join(' and ')}`,
        next: [
          'use an image that has Node, such as cimg/node:lts, or install it in an earlier step',
        ],
      };
    },
  },
  {
    code: 'BASH_ENV_UNUSABLE',
    level: 'FAIL',
    kept: 'has a $BASH_ENV that can be written',
    find: ({ bashEnvProblem }) =>
      bashEnvProblem === undefined
        ? undefined
        : {
            what: 'cannot hand variables to later steps',
            why: bashEnvProblem,
            next: ['leave BASH_ENV as CircleCI sets it, and keep its directory writable'],
          },
  },
  {
    code: 'BASH_MISSING',
    level: 'WARN',
    kept: 'has bash',
    find: ({ hasBash }) =>
      hasBash
        ? undefined
        : {
            what: 'has no bash',
            why: 'CircleCI then runs the steps in sh, which does not read $BASH_ENV',
            next: ['begin each step that uses a secret with  . "$BASH_ENV"  or install bash'],
          },
  },
  {
    code: 'OIDC_TOKEN_MISSING',
    level: 'FAIL',
    kept: 'has an OIDC token',
    find: ({ tokenVariable, tokenProblem, mintProblem }) => {
      if (tokenProblem !== undefined) {
        return {
          what: `has no token in ${tokenVariable}`,
          why: tokenProblem,
          next: [`let CircleCI set ${tokenVariable}: remove it from contexts, settings and steps`],
        };
      }
      if (tokenVariable !== undefined || mintProblem === undefined) return undefined;
      return {
        what: 'has no OIDC token',
        why: `neither CIRCLE_OIDC_TOKEN_V2 nor CIRCLE_OIDC_TOKEN is set, and none could be minted: ${mintProblem}`,
        next: [
          'run it in a CircleCI job; for a pull request of a fork, "Pass secrets to builds from forked pull requests" must be on',
        ],
      };
    },
  },
  {
    code: 'OIDC_TOKEN_STALE',
    level: 'WARN',
    kept: undefined,
    find: ({ tokenSecondsLeft, mintProblem }) => {
      if (tokenSecondsLeft === undefined || tokenSecondsLeft >= shortestUse) return undefined;
      return {
        ...(mintProblem === undefined ? {} : { level: 'FAIL' as const }),
        what:
          tokenSecondsLeft <= 0
            ? 'has a token that has ended'
            : `has a token with ${Math.round(tokenSecondsLeft)} s left`,
        why: `the orb does not use it: ${mintProblem === undefined ? 'it mints another' : `and another could not be minted: ${mintProblem}`}`,
        next: ['load secrets early in the job, or run it again'],
      };
    },
  },
  {
    code: 'OIDC_MINT_FAILED',
    level: 'WARN',
    kept: "mints tokens with CircleCI's command",
    find: ({ mintProblem }) =>
      mintProblem === undefined
        ? undefined
        : {
            what: 'cannot mint a token',
            why: `${mintProblem}; it takes one for an audience of its own, and when the given one is old`,
            next: ['keep CircleCI\'s own "circleci" first on the PATH'],
          },
  },
];
