import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readCommandLine, refuseCommandLine } from '../command-line.ts';
import { Refused } from '../refusal.ts';

/** What somebody wants to have validated. */
export interface ValidationWish {
  /** The whole path of another orb's file; undefined for the orb of this project. */
  readonly other: string | undefined;
  /** Whether to write the interface for review. */
  readonly isWritten: boolean;
  /** Whether to write it as that of a release. */
  readonly isRelease: boolean;
}

const usage = 'npm run orb:validate -- [--write | --release | path/to/another-orb.yml]';

/**
 * Reads the command line. A path begins where npm was called, which it tells as
 * `INIT_CWD`. Throws `Refused`.
 */
export function readArguments(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ValidationWish {
  const { values, positionals } = readCommandLine({
    args,
    environment,
    options: {
      write: { type: 'boolean', default: false },
      release: { type: 'boolean', default: false },
    },
    usage,
  });
  const [other, ...others] = positionals;
  if (others.length > 0) throw refuseCommandLine(`what is ${others.join(' ')}?`, usage);
  if (other !== undefined && (values.write || values.release)) {
    throw refuseCommandLine('--write and --release are for the orb of this project', usage);
  }
  return {
    other:
      other === undefined ? undefined : resolve(environment['INIT_CWD'] ?? process.cwd(), other),
    isWritten: values.write,
    isRelease: values.release,
  };
}

/** The text of an orb's file. Throws `Refused` when there is none to read. */
export function readOrbFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Refused([
      {
        what: `${path} cannot be read.`,
        why,
        next: ['name the one file that holds the whole orb', `call it as  ${usage}`],
      },
    ]);
  }
}
