import { resolve } from 'node:path';
import { placeVariables, toldVariables } from '../../test/support/runner/job-place.ts';
import { readCommandLine, refuseCommandLine } from '../command-line.ts';
import type { Variables } from './hand-on.ts';

/** What somebody wants to try. */
export interface TryWish {
  /** The config's whole path. */
  readonly config: string;
  /** The job by its name in the workflow; undefined when there is but one. */
  readonly job: string | undefined;
  /** Whether a server and an issuer of its own stand in for Vault and CircleCI. */
  readonly isDemo: boolean;
  /** Whether `checkout` copies the repository of the config. */
  readonly isCheckedOut: boolean;
  /** Names of further variables to hand on, each once. */
  readonly variables: readonly string[];
}

const usage = 'npm run orb:try -- path/to/config.yml [job] [--demo] [--checkout] [--env NAME]…';

/**
 * Reads the command line. Paths begin where npm was called, which it tells as
 * `INIT_CWD`. Throws `Refused`.
 */
export function readArguments(args: readonly string[], environment: Variables): TryWish {
  const { values, positionals } = readCommandLine({
    args,
    environment,
    options: {
      demo: { type: 'boolean', default: false },
      checkout: { type: 'boolean', default: false },
      env: { type: 'string', multiple: true, default: [] },
    },
    usage,
  });
  const [config, job, ...others] = positionals;
  if (config === undefined) throw refuseCommandLine('name a config', usage);
  if (others.length > 0) throw refuseCommandLine(`what is ${others.join(' ')}?`, usage);
  const problems = values.env.flatMap(findProblem);
  if (problems.length > 0) throw refuseCommandLine(problems.join('; '), usage);
  return {
    config: resolve(environment['INIT_CWD'] ?? process.cwd(), config),
    job,
    isDemo: values.demo,
    isCheckedOut: values.checkout,
    variables: [...new Set(values.env)],
  };
}

const ownVariables: readonly string[] = [...placeVariables, ...toldVariables];

/** Why a variable cannot be handed on. What may be a value is not repeated. */
function findProblem(name: string): string[] {
  const [, beforeValue] = /^(\w+)=/.exec(name) ?? [];
  if (beforeValue !== undefined) return [`--env ${beforeValue}: name it alone, without =value`];
  if (!/^[A-Za-z_]\w*$/.test(name)) return ['--env wants the name of a variable'];
  return ownVariables.includes(name) ? [`--env ${name}: the job has one of its own`] : [];
}
