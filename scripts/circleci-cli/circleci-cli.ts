import { hostVariables, tokenVariables } from '../../src/core/circleci-access.ts';
import { Refused } from '../refusal.ts';
import { type ProgramResult, runProgram } from '../run-program.ts';
import type { Access } from './access.ts';

/** The two programs that are called `circleci`; they differ in API, exit codes and variables. */
export type Generation = '0.1' | '1.x';

/** What a call of the CLI gave, without the token, whatever a server made of it. */
export type CliResult = ProgramResult;

/** The CircleCI CLI that the PATH has. */
export interface CircleCiCli {
  readonly generation: Generation;
  readonly version: string;
  /**
   * Calls it with token and host; a path among the arguments is absolute. Throws the
   * reason of the signal that `findCli` was given when that ended the call.
   */
  run(...args: string[]): Promise<CliResult>;
}

type Environment = Readonly<Record<string, string | undefined>>;

// 0.1 gives up on a request after 60 s, and asks two in one publish.
const longestCallMs = 150_000;

// What a program needs to run and to reach a server from here.
const passedOn =
  /^(PATH|PATHEXT|SYSTEMROOT|TMPDIR|TEMP|TMP|LANG|LC_ALL|SSL_CERT_(FILE|DIR)|(https?|no)_proxy)$/i;

/** No question, no colour, no update check, no telemetry, in either generation. */
const quiet: Readonly<Record<string, string>> = {
  CI: 'true',
  CIRCLECI_CLI_SKIP_UPDATE_CHECK: 'true',
  CIRCLECI_CLI_TELEMETRY_OPTOUT: '1',
  CIRCLE_NO_UPDATE_CHECK: '1',
  CIRCLE_NO_TELEMETRY: '1',
  NO_COLOR: '1',
};

/**
 * Finds the CLI on the PATH and asks which one it is. It runs in `home`, an empty
 * directory that becomes its HOME, with nothing of `environment` but what it needs.
 * `signal` ends whatever call is under way. Throws `Refused` when there is no such
 * program, or another one of that name.
 */
export async function findCli(
  environment: Environment,
  access: Access,
  home: string,
  signal?: AbortSignal,
): Promise<CircleCiCli> {
  const call = (args: readonly string[], { host, token }: Access) =>
    runCli(args, environment, { host, token, home, signal });
  const run = (...args: string[]) => call(args, access);
  // Nobody knows yet what program this is: it gets no token.
  const { exitStatus, stdout } = await call(['version'], { ...access, token: undefined });
  const legacy = /^(0\.1\.\d+)\b/m.exec(stdout)?.[1];
  const current = /^circleci (?:version )?(1\.\d+\.\d+)\b/m.exec(stdout)?.[1];
  if (exitStatus === 0 && legacy !== undefined) return { generation: '0.1', version: legacy, run };
  if (exitStatus === 0 && current !== undefined) {
    return { generation: '1.x', version: current, run };
  }
  throw new Refused([
    {
      what: 'The program "circleci" is not the CircleCI CLI.',
      why: '"circleci version" does not name a version 0.1 or 1 (the program that CircleCI puts into jobs has that name too)',
      next: [installation],
    },
  ]);
}

/** What a program printed as its reason, in one line without control characters; may be empty. */
export function readReason({ stderr }: ProgramResult): string {
  return stderr
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();
}

const installation =
  'install the CircleCI CLI (circleci.com/docs, "Install the CircleCI local CLI") and put it first on the PATH';

interface CallSetting extends Access {
  readonly home: string;
  readonly signal: AbortSignal | undefined;
}

async function runCli(
  args: readonly string[],
  environment: Environment,
  { host, token, home, signal }: CallSetting,
): Promise<CliResult> {
  const secret = token?.reveal() ?? '';
  const kept = Object.entries(environment).filter(([name]) => passedOn.test(name));
  const set = (names: readonly string[], value: string) => names.map((name) => [name, value]);
  const hide = (text: string) => (secret === '' ? text : text.replaceAll(secret, '****'));
  try {
    const { exitStatus, stdout, stderr } = await runProgram('circleci', args, {
      directory: home,
      environment: {
        ...Object.fromEntries(kept),
        ...quiet,
        HOME: home,
        ...Object.fromEntries([...set(tokenVariables, secret), ...set(hostVariables, host)]),
      },
      longestMs: longestCallMs,
      signal,
    });
    return { exitStatus, stdout: hide(stdout), stderr: hide(stderr) };
  } catch (error) {
    throw signal?.aborted || !(error instanceof Error) ? error : describeUnstartable(error);
  }
}

function describeUnstartable(error: Error): Refused {
  const isMissing = 'code' in error && error.code === 'ENOENT';
  return new Refused([
    {
      what: 'The CircleCI CLI cannot be started.',
      why: isMissing ? 'there is no "circleci" on the PATH' : error.message,
      next: [installation],
    },
  ]);
}
