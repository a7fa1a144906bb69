import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pasteCommands } from '../../test/support/paste-commands.ts';
import type { StepResult } from '../../test/support/runner/run-job.ts';
import type { Surroundings } from './surroundings.ts';
import { demoSecrets, readTutorialCommand, readTutorialFile } from './tutorial.ts';

/**
 * Runs a command of `docs/tutorial.md` as an administrator does, in a repository
 * with the tutorial's config and with a root token, and shows it. Throws when it
 * ends with another status.
 */
export async function runAsAdministrator(
  name: 'setup' | 'doctor',
  expectedStatus: number,
  { server, issuer, directory, page, signal }: Surroundings,
): Promise<void> {
  const place = mkdtempSync(join(directory, 'administrator-'));
  mkdirSync(join(place, '.circleci'));
  writeFileSync(join(place, '.circleci', 'config.yml'), readTutorialFile('config.yml'));
  const command = pasteCommands(readTutorialCommand(name), {
    home: place,
    issuer: issuer.issuer,
    environment: {
      VAULT_ADDR: server.address,
      VAULT_TOKEN: server.rootToken,
      DEMO_PASSWORD: demoSecrets.password,
      ORG_ID: issuer.organizationId,
      PROJECT_ID: issuer.projectId,
    },
  });
  signal.addEventListener('abort', command.end);
  const outcome = await command.outcome;
  signal.removeEventListener('abort', command.end);
  signal.throwIfAborted();
  page.showStep({
    ...outcome,
    isBackground: false,
    name: `npx vault-oidc ${name}, as docs/tutorial.md has it`,
    status: outcome.exitStatus === 0 ? 'success' : 'failed',
    output: name === 'doctor' ? shortenDiagnosis(outcome.output) : outcome.output,
  } satisfies StepResult);
  assert.equal(outcome.exitStatus, expectedStatus, `"vault-oidc ${name}" did not end so`);
}

/** What is wrong, with what mends it, and the score: the rest of a diagnosis is long. */
function shortenDiagnosis(output: string): string {
  let isShown = false;
  const lines = output.split('\n').filter((line) => {
    if (!line.startsWith(' ')) isShown = /^(FAIL|\d+ FAIL)/.test(line);
    return isShown;
  });
  return lines.join('\n');
}
