import { parseArgs } from 'node:util';
import { Refused } from '../refusal.ts';

/** What the command line asks for; a text that was left out is empty. */
export interface Wish {
  readonly namespace: string;
  readonly version: string;
  /** Print the plan and publish nothing. */
  readonly isDryRun: boolean;
}

/** Reads the arguments; throws `Refused` for one that `usage` does not know. */
export function readWish(
  argv: readonly string[],
  usage: string,
  names: readonly ('namespace' | 'version')[],
): Wish {
  const text = { type: 'string', default: '' } as const;
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        ...Object.fromEntries(names.map((name) => [name, text])),
        'dry-run': { type: 'boolean', default: false },
      },
    });
    const { namespace, version } = { namespace: '', version: '', ...values };
    return {
      namespace: String(namespace),
      version: String(version),
      isDryRun: values['dry-run'] === true,
    };
  } catch (error) {
    throw new Refused([
      {
        what: 'The command line is wrong.',
        why: error instanceof Error ? error.message : String(error),
        next: [`call it as  ${usage}`],
      },
    ]);
  }
}
