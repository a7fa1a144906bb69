import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

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
  /** Names of further variables to hand on. */
  readonly variables: readonly string[];
}

const usage = `usage: npm run orb:try -- path/to/config.yml [job] [--demo] [--checkout] [--env NAME]…`;

/**
 * Reads the command line. Paths begin where npm was called, which it tells as
 * `INIT_CWD`. Throws an error that shows the usage.
 */
export function readArguments(
  args: readonly string[],
  { INIT_CWD: start = process.cwd() }: Readonly<Record<string, string | undefined>>,
): TryWish {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        demo: { type: 'boolean', default: false },
        checkout: { type: 'boolean', default: false },
        env: { type: 'string', multiple: true, default: [] },
      },
    });
    const [config, job, ...others] = positionals;
    if (config === undefined) throw new Error('name a config');
    if (others.length > 0) throw new Error(`what is ${others.join(' ')}?`);
    return {
      config: resolve(start, config),
      job,
      isDemo: values.demo,
      isCheckedOut: values.checkout,
      variables: values.env,
    };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}
