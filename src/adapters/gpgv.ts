import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Environment } from '../core/expansion.ts';
import { explainDeadline } from '../core/explain-deadline.ts';
import { Failed } from '../core/failure.ts';
import { judgeSignature } from '../core/releases/signature-status.ts';
import type { SignatureCheck } from '../install-ports.ts';
import { findTrustedProgram } from './program-search.ts';

const longestRunMs = 60_000;
const programName = process.platform === 'win32' ? 'gpgv.exe' : 'gpgv';

/** The program gpgv of the job's PATH, which trusts the given key alone; `ending` ends it. */
export function createGpgv(environment: Environment, ending: AbortSignal): SignatureCheck {
  return {
    judge: async (signed, signature, { key, fingerprint }, aside) => {
      const gpgv = findTrustedProgram(programName, environment);
      if (gpgv === undefined) return undefined;
      const write = (name: string, content: Buffer): string => {
        const path = aside(name);
        writeFileSync(path, content, { mode: 0o600, flag: 'wx' });
        return path;
      };
      const keyring = write('key.gpg', Buffer.from(key, 'base64'));
      const files = [write('sums.sig', signature), write('sums', signed)];
      const run = await runGpgv(gpgv, keyring, files, environment, ending);
      if (ending.aborted) throw new Failed([explainDeadline('the signature was checked')]);
      const verdict = judgeSignature(run.status, fingerprint);
      return verdict.isGood && !run.succeeded
        ? { isGood: false, why: 'gpgv itself says that it is not good' }
        : verdict;
    },
  };
}

interface GpgvRun {
  /** The status lines, which have standard output for themselves: gpgv prints nothing else there. */
  readonly status: string;
  readonly succeeded: boolean;
}

function runGpgv(
  gpgv: string,
  keyring: string,
  files: readonly string[],
  environment: Environment,
  signal: AbortSignal,
): Promise<GpgvRun> {
  // A home of its own, for it would trust ~/.gnupg/trustedkeys.gpg too.
  const home = ['--homedir', dirname(keyring), '--keyring', keyring];
  const options = {
    env: { PATH: environment['PATH'], SystemRoot: environment['SystemRoot'], LC_ALL: 'C' },
    timeout: longestRunMs,
    killSignal: 'SIGKILL',
    maxBuffer: 1024 * 1024,
    signal,
  } as const;
  return new Promise((resolve) => {
    execFile(gpgv, [...home, '--status-fd', '1', ...files], options, (error, stdout) =>
      resolve({ status: stdout, succeeded: error === null }),
    );
  });
}
