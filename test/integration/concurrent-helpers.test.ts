import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quoteForShell } from '../../src/core/quoting.ts';
import { loadSecrets, startVaultJobs, type VaultJobs } from '../support/vault-jobs.ts';

const helpers = Array.from({ length: 32 }, (_, index) => index);

// Each is long and holds what a torn line would break at.
const values = helpers.map((index) => `helper ${index}: it's "$(id)"\n`.repeat(2000));

let jobs: VaultJobs;
let directory: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'vault-oidc-concurrent-'));
  jobs = await startVaultJobs();
  const data = Object.fromEntries(values.map((value, index) => [`v${index}`, value]));
  await jobs.server.write('secret/data/many', { data });
});
afterAll(async () => {
  await jobs.stop();
  rmSync(directory, { recursive: true, force: true });
});

/**
 * The `bash` that a helper proves its variables with, right before it writes: it
 * waits for the others, four seconds at most, so that all write at once.
 */
function writeWaitingBash(gate: string): string {
  return `#!/bin/sh
gate=${quoteForShell(gate)}
echo arrived >>"$gate"
[ "$(wc -l <"$gate")" -lt ${helpers.length} ] || : >"$gate.open"
end=$(($(date +%s) + 4))
until [ -e "$gate.open" ] || [ "$(date +%s)" -ge "$end" ]; do sleep 0.2; done
exec /bin/bash "$@"
`;
}

describe('32 helpers that write to one $BASH_ENV at once', () => {
  it.each([
    ['that does not exist yet', undefined],
    ['whose last line lacks its end', '# an earlier step'],
  ])(
    'leave every line whole in a file %s',
    async (kind, before) => {
      const file = join(directory, kind.replaceAll(' ', '-'));
      if (before !== undefined) writeFileSync(file, before, { mode: 0o600 });
      const bash = writeWaitingBash(`${file}.gate`);
      const outcomes = await Promise.all(
        helpers.map((index) =>
          jobs.run({
            steps: [loadSecrets(`secret/many v${index} | VALUE_${index}`)],
            environment: { BASH_ENV: file },
            standIns: { bash },
          }),
        ),
      );
      const failed = outcomes
        .map(({ step }) => step(0))
        .filter(({ exitStatus }) => exitStatus !== 0);
      expect(failed.map(({ stderr }) => stderr)).toEqual([]);

      const lines = helpers.map(
        (index) => `export VALUE_${index}=${quoteForShell(values[index] ?? '')}\n`,
      );
      const text = readFileSync(file, 'utf8');
      const rest = lines.reduce((left, line) => left.replace(line, () => ''), text);
      // Several may find that the last line lacks its end, and each then begins with a newline.
      expect(rest.trimEnd() === (before ?? '')).toBe(true);
      expect(statSync(file).mode & 0o777).toBe(0o600);

      const later = await jobs.run({ steps: [], environment: { BASH_ENV: file } });
      const held = helpers.filter((index) => later.environment[`VALUE_${index}`] === values[index]);
      expect(held).toEqual(helpers);
    },
    90_000,
  );
});
