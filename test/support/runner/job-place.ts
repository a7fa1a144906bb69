import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { delimiter, join, relative, resolve } from 'node:path';
import type { CompiledJob } from './compile-job.ts';
import { type StandIns, writeStandIns } from './stand-ins.ts';

/** Where a running job lives. */
export interface Place {
  readonly home: string;
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** What a place is made from, beside the job. */
export interface PlaceOptions {
  /** Variables of the project and the contexts. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Commands that CircleCI puts on the PATH of a job. */
  readonly standIns?: StandIns;
  /** The PATH behind the stand-ins; left out, that of this process. */
  readonly path?: string;
}

/** Variables that keep a job in its own directory. */
export const placeVariables = ['PATH', 'HOME', 'TMPDIR', 'BASH_ENV'] as const;

/** Variables that CircleCI sets over those of project and contexts. */
export const toldVariables = [
  ...['CI', 'CIRCLECI', 'CIRCLE_JOB', 'CIRCLE_WORKING_DIRECTORY'],
  ...['CIRCLE_WORKFLOW_ID', 'CIRCLE_PIPELINE_ID'],
] as const;

/**
 * Makes the directories that a job lives in, below the given one. Throws when its
 * working directory is not there.
 */
export function preparePlace(job: CompiledJob, options: PlaceOptions, directory: string): Place {
  const workingDirectory = placeWorkingDirectory(job, directory);
  const home = findHome(directory);
  const temporary = join(directory, 'tmp');
  for (const path of [home, workingDirectory, temporary]) mkdirSync(path, { recursive: true });
  const bin = writeStandIns(join(directory, 'bin'), options.standIns ?? {});
  const path = options.path ?? process.env['PATH'] ?? '';
  const placed: Record<(typeof placeVariables)[number], string> = {
    PATH: [bin, path].join(delimiter),
    HOME: home,
    TMPDIR: temporary,
    BASH_ENV: join(temporary, '.bash_env-0-build'),
  };
  const told: Record<(typeof toldVariables)[number], string> = {
    CI: 'true',
    CIRCLECI: 'true',
    CIRCLE_JOB: job.name,
    CIRCLE_WORKING_DIRECTORY: workingDirectory,
    CIRCLE_WORKFLOW_ID: randomUUID(),
    CIRCLE_PIPELINE_ID: randomUUID(),
  };
  return {
    home,
    workingDirectory,
    // CircleCI, "Introduction to environment variables", order of precedence: the
    // image's, those of project and context, CircleCI's own, the job's.
    environment: {
      USER: 'circleci',
      LANG: 'C.UTF-8',
      ...placed,
      ...options.environment,
      ...told,
      ...job.environment,
    },
  };
}

/** Throws what `preparePlace` would, wherever the job is going to live. */
export function checkWorkingDirectory(job: CompiledJob): void {
  placeWorkingDirectory(job, `/${randomUUID()}`);
}

/** The whole path of it. Throws when it is elsewhere, where the files of this machine are. */
function placeWorkingDirectory(
  { workingDirectory = '~/project' }: CompiledJob,
  directory: string,
): string {
  const home = findHome(directory);
  const path = resolvePath(home, workingDirectory, home);
  if (!/^\.\.(?:\/|$)/.test(relative(directory, path))) return path;
  throw new Error(
    `the job's working directory ${workingDirectory} is outside of the directory that a job has here: only one below ~ can be had`,
  );
}

/** A path of a config, from a base; `~` is the home. */
export function resolvePath(base: string, path: string, home: string): string {
  return resolve(base, path.replace(/^~(?=\/|$)/, home));
}

function findHome(directory: string): string {
  return join(directory, 'home');
}
