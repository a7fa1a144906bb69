import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import type { CompiledJob } from '../../test/support/runner/compile-job.ts';

// What git knows and does not ignore; a file that is deleted is listed, but not there.
const copyFiles = `git -C "$REPOSITORY" ls-files -z --cached --others --exclude-standard |
  (cd "$REPOSITORY" && xargs -0 sh -c 'for file do
    if [ -e "$file" ] || [ -L "$file" ]; then printf "%s\\0" "$file"; fi
  done' sh) |
  tar -C "$REPOSITORY" --null -T - -cf - | tar -xf -`;

/**
 * The job with steps in the place of `checkout` that copy the files of a git
 * repository, as they are now, into the working directory.
 */
export function copyAtCheckout(job: CompiledJob, repository: string): CompiledJob {
  return {
    ...job,
    steps: job.steps.map((step) =>
      step.kind === 'passed over' && step.name === 'checkout'
        ? {
            kind: 'run',
            name: 'checkout',
            command: copyFiles,
            environment: { REPOSITORY: repository },
            shell: '/bin/bash -eo pipefail',
            workingDirectory: undefined,
            when: 'on_success',
            isBackground: false,
          }
        : step,
    ),
  };
}

/** The folder of the git repository that a file is in. Throws when it is in none. */
export function findRepository(file: string): string {
  try {
    return execFileSync('git', ['-C', dirname(file), 'rev-parse', '--show-toplevel'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trimEnd();
  } catch {
    throw new Error(`--checkout copies a git repository, and ${file} is in none`);
  }
}
