import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderExports, type Variable } from '../../src/core/quoting.ts';

/** The shells that later steps may run in: program and first arguments, by name. */
export const shells = {
  bash: ['bash'],
  dash: ['dash'],
  'BusyBox sh': ['busybox', 'sh'],
} as const;

export type ShellName = keyof typeof shells;

/**
 * Lets a fresh shell source the exports of the variables from a file, as later
 * steps source `$BASH_ENV`, and gives the values that it then holds, byte for
 * byte. Throws when the shell complains.
 */
export function readExportsIn(
  shell: ShellName,
  variables: readonly Variable[],
  environment: Readonly<Record<string, string>> = {},
): Buffer[] {
  const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-shell-'));
  try {
    const file = join(directory, 'exports');
    const names = variables.map(({ name }) => `"$${name}"`);
    writeFileSync(file, `${renderExports(variables)}printf '%s\\0' ${names.join(' ')}\n`);
    const [program, ...args] = shells[shell];
    const { status, stdout, stderr } = spawnSync(program, [...args, '-c', '. "$0"', file], {
      cwd: directory,
      env: { PATH: process.env['PATH'], ...environment },
      maxBuffer: 64 * 1024 * 1024,
      // Not a pipe: bash would take Node's for the network's, and run ~/.bashrc first.
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (status !== 0 || stderr.length > 0) throw new Error(`${shell} ended with status ${status}`);
    return splitAtNul(stdout);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function splitAtNul(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(0, start);
    if (end === -1) throw new Error('the output does not end with NUL');
    parts.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return parts;
}
