import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { ToldFailure } from './expect-failure.ts';
import type { OpenBaoServer } from './openbao/server.ts';
import { writeStandIns } from './runner/stand-ins.ts';

/** The command of a failure's `next` that writes to the server; throws when there is none. */
export function findWriteCommand(told: ToldFailure | undefined): string {
  const [command] = (told?.next ?? []).flatMap((step) =>
    / vault write |: vault write /.test(step) ? [/vault (?:read|write) .*/s.exec(step)?.[0]] : [],
  );
  if (command === undefined) throw new Error('the failure names no command that mends it');
  return command;
}

/**
 * Pastes a command into a shell of somebody who may administer the server: with
 * `vault` on the PATH and a root token. Throws when it fails, or when anything in
 * it fails.
 */
export async function runAsAdministrator(server: OpenBaoServer, command: string): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'vault-oidc-administrator-'));
  try {
    // The server's own binary is the CLI too, whatever its name.
    const bin = writeStandIns(directory, { vault: '#!/bin/sh\nexec "$SERVER_BINARY" "$@"\n' });
    await promisify(execFile)('/bin/bash', ['-euo', 'pipefail', '-c', command], {
      cwd: directory,
      timeout: 20_000,
      env: {
        PATH: [bin, process.env['PATH'] ?? ''].join(delimiter),
        HOME: directory,
        VAULT_ADDR: server.address,
        VAULT_TOKEN: server.rootToken,
        SERVER_BINARY: server.binary,
      },
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
