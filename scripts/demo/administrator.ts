import { strict as assert } from 'node:assert';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { runJob } from '../../test/support/runner/run-job.ts';
import type { Surroundings } from './surroundings.ts';
import { demoSecrets, readTutorialFile } from './tutorial.ts';

/**
 * Runs a file of `docs/tutorial` as an administrator of Vault does: in a shell,
 * with `vault` on the PATH and a root token. Throws when a command fails.
 */
export async function runAsAdministrator(
  file: string,
  environment: Readonly<Record<string, string>>,
  { server, directory, page, signal }: Surroundings,
): Promise<void> {
  const command = readTutorialFile(file);
  const { succeeded } = await runJob(
    {
      name: 'administrator',
      contexts: [],
      environment: {},
      shell: undefined,
      workingDirectory: undefined,
      steps: [
        {
          kind: 'run',
          name: `docs/tutorial/${file}`,
          command,
          environment,
          shell: undefined,
          workingDirectory: undefined,
          when: 'on_success',
          isBackground: false,
        },
      ],
    },
    {
      directory: mkdtempSync(join(directory, 'administrator-')),
      environment: {
        VAULT_ADDR: server.address,
        VAULT_TOKEN: server.rootToken,
        DEMO_PASSWORD: demoSecrets.password,
        SERVER_BINARY: server.binary,
      },
      // The server's own binary is the CLI too, whatever its name.
      standIns: { vault: '#!/bin/sh\nexec "$SERVER_BINARY" "$@"\n' },
      onStep: page.showStep,
      signal,
    },
  );
  assert.ok(succeeded, `docs/tutorial/${file} did not run to its end`);
}
