import { delimiter, join } from 'node:path';
import { root } from '../../scripts/bundle-helper.ts';
import { type RunningStep, startStep } from './runner/run-step.ts';
import { writeStandIns } from './runner/stand-ins.ts';

export interface PasteWish {
  /** An empty directory: the home of whoever pastes. */
  readonly home: string;
  /** Where the commands are pasted; left out, at home. */
  readonly directory?: string;
  /** The issuer in the place of CircleCI's cloud. */
  readonly issuer: string;
  /** Beside PATH and HOME; nothing of this process's environment is passed on. */
  readonly environment: Readonly<Record<string, string>>;
}

// As where it is linked: `npx vault-oidc` is the program that is built. CircleCI's cloud needs no --issuer.
const npx = `#!/bin/sh
shift
case $1 in setup | doctor) set -- "$@" --issuer "$STAND_IN_ISSUER" ;; esac
exec "${process.execPath}" "${root}dist/cli.mjs" "$@"
`;

/** Pastes commands of a document into a shell, outside of any job. */
export function pasteCommands(
  commands: string,
  { home, directory = home, issuer, environment }: PasteWish,
): RunningStep {
  const bin = writeStandIns(join(home, 'bin'), { npx });
  return startStep(commands, {
    shell: '/bin/bash -euo pipefail',
    directory,
    environment: {
      PATH: [bin, process.env['PATH'] ?? ''].join(delimiter),
      HOME: home,
      STAND_IN_ISSUER: issuer,
      ...environment,
    },
    timeoutMs: 25_000,
  });
}
